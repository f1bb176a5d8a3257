namespace ExtraCot.Chrpo;

/// <summary>
/// GRPO (arXiv 2402.03300): one reward on all tokens, R = R_acc − w·r̂, standardised over the group. w = 0 rewards accuracy alone.
/// </summary>
/// <param name="lengthWeight">w ≥ 0: reward lost for all of the base model's thinking tokens.</param>
/// <param name="reward">Says what counts as broken, for the report alone.</param>
public sealed class GrpoObjective(double lengthWeight, RewardOptions reward) : IPolicyObjective
{
    /// <inheritdoc/>
    public GroupScore Score(RolloutGroup group) =>
        SingleReward.Score(group, reward, (rollout, realised) => (rollout.Response.Right ? 1 : 0) - lengthWeight * realised, Advantages.Standardise);
}
