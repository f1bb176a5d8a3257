namespace ExtraCot.Chrpo;

/// <summary>What the rivals have in common: one reward, one advantage for all tokens of a rollout.</summary>
internal static class SingleReward
{
    /// <summary>Scores a group.</summary>
    /// <param name="group">The rollouts.</param>
    /// <param name="options">Says what counts as broken, for the report alone.</param>
    /// <param name="reward">From a rollout and its realised ratio r̂.</param>
    /// <param name="normalise">From rewards to advantages.</param>
    public static GroupScore Score(RolloutGroup group, RewardOptions options, Func<PolicyRollout, double, double> reward, Func<IReadOnlyList<double>, double[]> normalise)
    {
        var budget = group.Budget;
        var terms = group.Rollouts.Select(rollout =>
        {
            var total = reward(rollout, Calibration.RealisedRatio(rollout.Response.ThinkTokens, budget.ReferenceTokens));
            var (_, violations) = Integrity.Of(rollout.Response, budget.ReferenceTokens, budget.ReferenceVisible, options);
            return new RewardTerms(rollout.Response.Right ? 1 : 0, 0, 0, 0, total, 0, violations);
        }).ToList();
        var advantages = normalise([.. terms.Select(term => term.Main)]);
        return new GroupScore(terms, group.IsFixed ? new double[advantages.Length] : advantages, advantages);
    }
}
