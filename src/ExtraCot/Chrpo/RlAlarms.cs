using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>Looks for the ways in which length rewards are known to go wrong.</summary>
public static class RlAlarms
{
    private const double CollapsedShare = .98, BrokenShare = .25, LongTimes = 1.5;

    /// <summary>The alarms of one batch.</summary>
    /// <param name="step">The batch.</param>
    /// <param name="done">Its rollouts.</param>
    public static IEnumerable<RlAlarm> Of(int step, RlStep done)
    {
        var targets = done.Groups.Where(group => !group.IsFixed).Select(group => group.Budget.Target).Distinct().Count();
        for (var ratio = 0; ratio < ControlToken.Ratios.Count && targets > 1; ratio++)
            if (done.ChoiceShare(ratio) is >= CollapsedShare and var share)
                yield return new(step, "controlCollapse", $"{share:P0} of the rollouts chose {ControlToken.Ratios[ratio].Name} although the prompts' budgets differ", []);
        if (Broken(step, done, IntegrityViolations.EmptyThought, "emptyThinking", "think next to nothing") is { } empty) yield return empty;
        if (Broken(step, done, IntegrityViolations.LongVisible, "visibleReasoning", "reason behind their thought") is { } visible) yield return visible;
        var longer = Groups(done, (group, rollout) => rollout.Response.ThinkTokens > LongTimes * group.Budget.ReferenceTokens);
        if (done.Groups.Average(group => group.Rollouts.Average(rollout => rollout.Response.ThinkTokens / group.Budget.ReferenceTokens)) is > LongTimes and var times)
            yield return new(step, "lengthExplosion", $"thoughts are {times:0.0} times as long as the reference", longer);
    }

    private static RlAlarm? Broken(int step, RlStep done, IntegrityViolations violation, string name, string what) =>
        done.Share(violation) is > BrokenShare and var share
            ? new(step, name, $"{share:P0} of the rollouts {what}", [.. Enumerable.Range(0, done.Scores.Count).Where(i => done.Scores[i].Rewards.Any(terms => terms.Violations.HasFlag(violation)))])
            : null;

    private static List<int> Groups(RlStep done, Func<RolloutGroup, PolicyRollout, bool> shows) =>
        [.. Enumerable.Range(0, done.Groups.Count).Where(i => done.Groups[i].Rollouts.Any(rollout => shows(done.Groups[i], rollout)))];
}
