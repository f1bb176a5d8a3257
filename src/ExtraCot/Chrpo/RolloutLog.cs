using ExtraCot.Runs;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>Keeps every rollout with its reward term by term: <c>rollouts/step-00012.jsonl</c>, a line each, and alarms in <c>alarms.jsonl</c>.</summary>
/// <param name="run">The run.</param>
/// <param name="format">Turns ids into text.</param>
internal sealed class RolloutLog(RunFolder run, PromptFormat format)
{
    /// <summary>Writes a batch.</summary>
    public void Write(int step, RlStep done) => JsonLines.Write(run.PathOf($"rollouts/step-{step:d5}.jsonl"), done.Groups.SelectMany((group, i) => group.Rollouts.Select((rollout, k) => new RolloutLine(
        i, group.ProblemId, group.Question, group.Gold, group.IsFixed ? "fixed" : "policy", RatioOf(group.Budget.Target), group.Budget.ReferenceTokens, RatioOf(rollout.Chosen),
        rollout.Response.ThinkTokens, rollout.Response.VisibleTokens, rollout.Response.Right, RolloutReward.Of(done.Scores[i].Rewards[k]), done.Scores[i].Head[k], done.Scores[i].Body[k],
        format.Tokenizer.Decode(rollout.Response.Ids)))));

    /// <summary>Adds an alarm.</summary>
    public void Write(RlAlarm alarm) => File.AppendAllText(run.PathOf("alarms.jsonl"), JsonLines.Text(alarm) + "\n");

    private static double? RatioOf(int? index) => index is { } ratio ? ControlToken.Ratios[ratio].Ratio : null;
}
