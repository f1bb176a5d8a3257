namespace ExtraCot.Chrpo;

/// <summary>One rollout's reward, term by term.</summary>
/// <param name="Accuracy">R_acc: 1 for a right, well-formed answer, else 0.</param>
/// <param name="Calibration">R_cal in [−1, 1], not yet weighted; never positive for a wrong answer.</param>
/// <param name="Mode">R_mode: the choice against the teacher's budget; 0 where the objective has none.</param>
/// <param name="Integrity">R_int ≤ 0.</param>
/// <param name="Main">R_main, the reward on all tokens.</param>
/// <param name="Control">R_ctrl, the reward on the first token alone.</param>
/// <param name="Violations">What R_int is for.</param>
public readonly record struct RewardTerms(double Accuracy, double Calibration, double Mode, double Integrity, double Main, double Control, IntegrityViolations Violations);
