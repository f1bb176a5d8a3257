namespace ExtraCot.Chrpo;

/// <summary>One rollout's reward, term by term.</summary>
/// <param name="Accuracy">R_acc: 1 for a right, well-formed answer, else 0.</param>
/// <param name="Calibration">R_cal in [−1, 1], not yet weighted; never positive for a wrong answer.</param>
/// <param name="Integrity">R_int ≤ 0.</param>
/// <param name="Total">R_main.</param>
public readonly record struct RewardTerms(double Accuracy, double Calibration, double Integrity, double Total);
