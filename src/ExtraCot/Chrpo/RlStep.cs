using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>What one batch of rollouts was and did.</summary>
/// <param name="Groups">The rollouts, prompt by prompt.</param>
/// <param name="Scores">Their rewards and advantages.</param>
/// <param name="Facts">What the update did; zeros where no group had anything to learn from.</param>
/// <param name="Lambda">λ after the step.</param>
public sealed record RlStep(IReadOnlyList<RolloutGroup> Groups, IReadOnlyList<GroupScore> Scores, UpdateFacts Facts, double Lambda)
{
    private IEnumerable<RewardTerms> Rewards => Scores.SelectMany(score => score.Rewards);

    private IEnumerable<PolicyRollout> Rollouts => Groups.SelectMany(group => group.Rollouts);

    /// <value>Share of right rollouts.</value>
    public double Accuracy => Rewards.Average(terms => terms.Accuracy);

    /// <value>Mean R_main.</value>
    public double Reward => Rewards.Average(terms => terms.Main);

    /// <value>Mean think tokens.</value>
    public double ThinkTokens => Rollouts.Average(rollout => rollout.Response.ThinkTokens);

    /// <value>Mean visible tokens.</value>
    public double VisibleTokens => Rollouts.Average(rollout => rollout.Response.VisibleTokens);

    /// <value>All generated tokens.</value>
    public int Tokens => Rollouts.Sum(rollout => rollout.Response.Ids.Length);

    /// <value>Share of groups whose rollouts all earned the same: dropped, they teach nothing.</value>
    public double ZeroVarianceShare => Scores.Average(score => score.Body.Concat(score.Head).All(advantage => advantage == 0) ? 1.0 : 0.0);

    /// <summary>Share of rollouts with a violation.</summary>
    public double Share(IntegrityViolations violation) => Rewards.Average(terms => terms.Violations.HasFlag(violation) ? 1.0 : 0.0);

    /// <summary>Share of the rollouts left to choose that chose a ratio; 0 where none was.</summary>
    /// <param name="ratio">Index into the grid.</param>
    public double ChoiceShare(int ratio) =>
        Groups.Where(group => !group.IsFixed).SelectMany(group => group.Rollouts).Select(rollout => rollout.Chosen == ratio ? 1.0 : 0.0).DefaultIfEmpty(0).Average();

    /// <value>Mean |r̂ − r_c| of the rollouts that began with a ratio token.</value>
    public double RatioError => Groups.SelectMany(group => group.Rollouts.Where(rollout => rollout.Chosen is not null).Select(rollout =>
        Math.Abs(Calibration.RealisedRatio(rollout.Response.ThinkTokens, group.Budget.ReferenceTokens) - ControlToken.Ratios[rollout.Chosen!.Value].Ratio!.Value))).DefaultIfEmpty(0).Average();

    /// <summary>Mean chosen ratio of the prompts with one r*; null where none was left to choose.</summary>
    /// <param name="target">Index of r*.</param>
    public double? MeanChoice(int target) => Groups.Where(group => !group.IsFixed && group.Budget.Target == target)
        .SelectMany(group => group.Rollouts).Where(rollout => rollout.Chosen is not null).Select(rollout => ControlToken.Ratios[rollout.Chosen!.Value].Ratio).Average();
}
