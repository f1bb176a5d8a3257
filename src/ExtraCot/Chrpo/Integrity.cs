using ExtraCot.Evaluation;

namespace ExtraCot.Chrpo;

/// <summary>
/// R_int: the sum of penalties for a broken form, with a floor (spec of stages 2 and 3, section 6.6). Ids decide, never text.
/// </summary>
public static class Integrity
{
    private const int MinThoughtTokens = 16;
    private const double MinThoughtShare = .05;

    /// <summary>R_int ≤ 0 and what it is for.</summary>
    /// <param name="rollout">The graded response.</param>
    /// <param name="referenceTokens">L_ref; 0 where unknown.</param>
    /// <param name="referenceVisible">V_ref; 0 where unknown.</param>
    /// <param name="options">Slack of the visible part and the floors.</param>
    public static (double Penalty, IntegrityViolations Violations) Of(GradedResponse rollout, double referenceTokens, double referenceVisible, RewardOptions options)
    {
        var parsed = rollout.Parsed;
        var found = IntegrityViolations.None;
        var sum = 0.0;
        void Charge(IntegrityViolations violation, double penalty)
        {
            found |= violation;
            sum += penalty;
        }
        if (parsed.Control is null) Charge(IntegrityViolations.NoControl, 0); // replaces the whole reward, see HierarchicalReward
        if (!parsed.Closed) Charge(IntegrityViolations.NotClosed, .3);
        else if (rollout.VisibleTokens == 0) Charge(IntegrityViolations.NoAnswer, .2);
        if (parsed.ExtraControls > 0) Charge(IntegrityViolations.ExtraControl, Math.Min(.2, .1 * parsed.ExtraControls));
        if (rollout.ThinkTokens < Math.Max(MinThoughtTokens, MinThoughtShare * referenceTokens)) Charge(IntegrityViolations.EmptyThought, .2);
        if (PhraseLoop.Found(parsed.Thought)) Charge(IntegrityViolations.Loop, .2);
        var visibleLimit = Math.Max(options.VisibleFloor, options.VisibleSlack * referenceVisible);
        if (rollout.VisibleTokens > visibleLimit) Charge(IntegrityViolations.LongVisible, .3 * Math.Min(1, rollout.VisibleTokens / visibleLimit - 1));
        if (!parsed.Finished) Charge(IntegrityViolations.Truncated, .2);
        return (0 - Math.Min(sum, rollout.Right ? options.MaxPenaltyWhenRight : options.MaxPenaltyWhenWrong), found); // 0 - x: no penalty is 0, not the −0 that JSON would show
    }
}
