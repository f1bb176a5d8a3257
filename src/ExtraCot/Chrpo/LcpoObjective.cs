using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>
/// L1's LCPO-Exact (arXiv 2503.04697): R = R_acc − α·|r̂ − r_c|, for prompts that ask for a length; nothing is learned about which
/// length to ask for.
/// </summary>
/// <remarks>The paper counts |n_gold − n_y| in tokens with α = 0.0003; here lengths are shares of L_ref, so α is per L_ref.</remarks>
/// <param name="lengthWeight">α ≥ 0.</param>
/// <param name="reward">Says what counts as broken, for the report alone.</param>
public sealed class LcpoObjective(double lengthWeight, RewardOptions reward) : IPolicyObjective
{
    /// <inheritdoc/>
    public GroupScore Score(RolloutGroup group) =>
        SingleReward.Score(group, reward, (rollout, realised) => (rollout.Response.Right ? 1 : 0) - lengthWeight * Distance(rollout, realised), Advantages.Standardise);

    private static double Distance(PolicyRollout rollout, double realised) =>
        rollout.Chosen is { } chosen ? Math.Abs(realised - ControlToken.Ratios[chosen].Ratio!.Value) : 1;
}
