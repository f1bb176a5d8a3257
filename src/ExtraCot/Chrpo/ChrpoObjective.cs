namespace ExtraCot.Chrpo;

/// <summary>
/// CHRPO: R_main on all tokens, R_ctrl on the first alone (spec of stages 2 and 3, section 6.9):
/// <code>
/// A_body = norm(R_main);   A_head = norm(R_main) + λ_ctrl·norm(mean of R_ctrl over the group's rollouts with the same r_c)
/// </code>
/// where norm subtracts the group's mean and, in the first reconstruction, divides by its standard deviation.
/// </summary>
/// <param name="reward">Constants of the rewards.</param>
/// <param name="controlWeight">λ_ctrl ≥ 0; 0 is the ablation without R_ctrl.</param>
/// <param name="standardise">Whether to divide by the deviation.</param>
public sealed class ChrpoObjective(RewardOptions reward, double controlWeight, bool standardise) : IPolicyObjective
{
    /// <inheritdoc/>
    public GroupScore Score(RolloutGroup group)
    {
        var budget = group.Budget;
        // A fixed prompt left nothing to choose: R_mode is the choice's reward.
        var constants = group.IsFixed ? reward with { Mode = null } : reward;
        var terms = group.Rollouts.Select(rollout =>
            HierarchicalReward.Score(rollout.Response, rollout.Chosen, budget.Target, budget.ReferenceTokens, budget.ReferenceVisible, constants)).ToList();
        var body = Normalise([.. terms.Select(term => term.Main)]);
        if (group.IsFixed) return new GroupScore(terms, new double[body.Length], body);
        var control = Normalise(ByChoice(group.Rollouts, terms));
        return new GroupScore(terms, [.. body.Zip(control, (main, choice) => main + controlWeight * choice)], body);
    }

    // The mean over rollouts that chose the same ratio estimates what choosing it is worth, with less noise than one rollout.
    private static double[] ByChoice(IReadOnlyList<PolicyRollout> rollouts, List<RewardTerms> terms)
    {
        var means = rollouts.Zip(terms).GroupBy(pair => pair.First.Chosen ?? -1).ToDictionary(same => same.Key, same => same.Average(pair => pair.Second.Control));
        return [.. rollouts.Select(rollout => means[rollout.Chosen ?? -1])];
    }

    private double[] Normalise(double[] rewards) => standardise ? Advantages.Standardise(rewards) : Advantages.Centre(rewards);
}
