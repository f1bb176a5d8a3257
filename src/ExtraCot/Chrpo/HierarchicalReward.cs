using ExtraCot.Evaluation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>
/// The two rewards of a rollout (spec of stages 2 and 3, sections 6.3 to 6.8):
/// <code>
/// R_main = R_acc + w_cal·R_cal + R_mode + R_int      on all tokens
/// R_ctrl = w_acc·R_acc + R_mode                      on the first token alone
/// </code>
/// With R_int = 0 every right answer earns more than every wrong one, whatever r_c, r* and r̂ are.
/// </summary>
/// <remarks>
/// Without <see cref="RewardOptions.Mode"/> R_mode is 0: so in the default objective, where the control head alone decides on the
/// ratio and its utilities already say what a right answer and its tokens are worth.
/// </remarks>
public static class HierarchicalReward
{
    private const double OutsideGrid = -1;

    /// <summary>Scores one rollout.</summary>
    /// <param name="rollout">The graded response.</param>
    /// <param name="chosen">Index of r_c, the ratio its first token stands for; null where that is no ratio token (I1).</param>
    /// <param name="target">Index of r*, or null where no ratio gave a right answer.</param>
    /// <param name="referenceTokens">L_ref; 0 where unknown, which leaves R_cal at 0.</param>
    /// <param name="referenceVisible">V_ref; 0 where unknown.</param>
    /// <param name="options">Constants.</param>
    public static RewardTerms Score(GradedResponse rollout, int? chosen, int? target, double referenceTokens, double referenceVisible, RewardOptions options)
    {
        var (integrity, violations) = Integrity.Of(rollout, referenceTokens, referenceVisible, options);
        if (chosen is not { } choice) return new RewardTerms(0, 0, 0, 0, OutsideGrid, OutsideGrid, violations | IntegrityViolations.NoControl);
        var accuracy = rollout.Right ? 1.0 : 0.0;
        var calibration = 0.0;
        if (referenceTokens > 0)
        {
            var error = Math.Abs(Calibration.RealisedRatio(rollout.ThinkTokens, referenceTokens) - ControlToken.Ratios[choice].Ratio!.Value);
            calibration = Calibration.Reward(error, options.CalibrationBand);
            if (!rollout.Right) calibration = Math.Min(0, calibration); // no pay for being wrong on budget
        }
        var mode = options.Mode is { } constants ? ModeReward.Of(rollout.Right, choice, target, ControlToken.Ratios.Count, constants) : 0;
        return new RewardTerms(accuracy, calibration, mode, integrity, accuracy + options.CalibrationWeight * calibration + mode + integrity,
            options.ControlAccuracyWeight * accuracy + mode, violations);
    }
}
