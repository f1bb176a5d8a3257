namespace ExtraCot.Chrpo;

/// <summary><see cref="RewardTerms"/> as a line of rollouts holds them.</summary>
/// <param name="Accuracy">R_acc.</param>
/// <param name="Calibration">R_cal, not weighted.</param>
/// <param name="Mode">R_mode.</param>
/// <param name="Integrity">R_int.</param>
/// <param name="Main">R_main.</param>
/// <param name="Control">R_ctrl.</param>
/// <param name="Violations">What R_int is for.</param>
internal sealed record RolloutReward(double Accuracy, double Calibration, double Mode, double Integrity, double Main, double Control, string Violations)
{
    /// <summary>The terms of a rollout.</summary>
    public static RolloutReward Of(RewardTerms terms) =>
        new(terms.Accuracy, terms.Calibration, terms.Mode, terms.Integrity, terms.Main, terms.Control, terms.Violations.ToString());
}
