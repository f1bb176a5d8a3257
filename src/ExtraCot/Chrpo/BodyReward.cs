using ExtraCot.Evaluation;

namespace ExtraCot.Chrpo;

/// <summary>
/// The reward on a rollout's tokens behind the choice: right answer, realised against chosen ratio, integrity.
/// <code>
/// R_main = c + w_cal·R_cal + R_int
/// R_cal  = clip(1 − H_τ(e)/H_τ(τ), −1, 1),  e = |r̂ − r_c|,  H_d(e) = e²/2 for e ≤ d, d(e − d/2) beyond
/// </code>
/// </summary>
/// <remarks>
/// Source: spec of stages 2 and 3, sections 6.3 to 6.7. The ratio-mode term is left out: which ratio to choose is the control
/// head's decision alone, and its utility already says what a right answer and its tokens are worth.
/// </remarks>
public static class BodyReward
{
    private const double MaxRealisedRatio = 2;
    private const int MinThoughtTokens = 16;

    /// <summary>Scores one rollout.</summary>
    /// <param name="rollout">The graded response.</param>
    /// <param name="chosenRatio">r_c: the ratio its first token stands for.</param>
    /// <param name="referenceTokens">L_ref &gt; 0: think tokens of the base model's thought.</param>
    /// <param name="referenceVisible">V_ref: visible tokens of the base model's answer.</param>
    /// <param name="options">Constants.</param>
    public static RewardTerms Score(GradedResponse rollout, double chosenRatio, double referenceTokens, double referenceVisible, RewardOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(referenceTokens);
        var realised = Math.Min(MaxRealisedRatio, rollout.ThinkTokens / referenceTokens);
        var calibration = Calibration(Math.Abs(realised - chosenRatio), options.CalibrationBand);
        if (!rollout.Right) calibration = Math.Min(0, calibration); // no pay for being wrong on budget
        var penalty = Penalty(rollout, referenceTokens, referenceVisible, options);
        var integrity = -Math.Min(penalty, rollout.Right ? options.MaxPenaltyWhenRight : options.MaxPenaltyWhenWrong);
        var accuracy = rollout.Right ? 1.0 : 0.0;
        return new RewardTerms(accuracy, calibration, integrity, accuracy + options.CalibrationWeight * calibration + integrity);
    }

    /// <summary>R_cal: 1 at e = 0, 0 at the band's edge, −1 from one and a half bands on.</summary>
    /// <param name="error">e ≥ 0.</param>
    /// <param name="band">τ &gt; 0.</param>
    public static double Calibration(double error, double band) =>
        Math.Clamp(1 - Huber(error, band) / Huber(band, band), -1, 1);

    private static double Huber(double error, double delta) =>
        error <= delta ? error * error / 2 : delta * (error - delta / 2);

    private static double Penalty(GradedResponse rollout, double referenceTokens, double referenceVisible, RewardOptions options)
    {
        var parsed = rollout.Parsed;
        var penalty = Math.Min(.2, .1 * parsed.ExtraControls);
        if (!parsed.Closed) penalty += .3;
        else if (rollout.VisibleTokens == 0) penalty += .2;
        if (!parsed.Finished) penalty += .2;
        if (rollout.ThinkTokens < Math.Max(MinThoughtTokens, .05 * referenceTokens)) penalty += .2;
        if (PhraseLoop.Found(parsed.Thought)) penalty += .2;
        var visibleLimit = Math.Max(options.VisibleFloor, options.VisibleSlack * referenceVisible);
        if (rollout.VisibleTokens > visibleLimit) penalty += .3 * Math.Min(1, rollout.VisibleTokens / visibleLimit - 1);
        return penalty;
    }
}
