namespace ExtraCot.Chrpo;

/// <summary>
/// Thinkless' DeGRPO (arXiv 2505.13379) with its two modes as the ends of the grid, 0.2 short and 1.0 long: R = 1 for right and
/// short, 0.5 for right and long, −1 for wrong, centred without division. Its decoupling is in the update: the first token has a
/// mean of its own with a small weight.
/// </summary>
/// <param name="reward">Says what counts as broken, for the report alone.</param>
public sealed class DeGrpoObjective(RewardOptions reward) : IPolicyObjective
{
    private const double RightShort = 1, RightLong = .5, Wrong = -1;

    /// <inheritdoc/>
    public GroupScore Score(RolloutGroup group) =>
        SingleReward.Score(group, reward, (rollout, _) => !rollout.Response.Right ? Wrong : rollout.Chosen == 0 ? RightShort : RightLong, Advantages.Centre);
}
