using ExtraCot.Runs;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Chrpo;

/// <summary>Keeps every rollout with its reward term by term: <c>rollouts/step-00012.jsonl</c>, a line each, and alarms in <c>alarms.jsonl</c>.</summary>
/// <param name="run">The run.</param>
/// <param name="format">Turns ids into text.</param>
internal sealed class RolloutLog(RunFolder run, PromptFormat format)
{
    /// <summary>Writes a batch.</summary>
    public void Write(int step, RlStep done) => JsonLines.Write(run.PathOf($"rollouts/step-{step:d5}.jsonl"), done.Groups.SelectMany((group, i) => group.Rollouts.Select((rollout, k) => new
    {
        group = i,
        problem = group.ProblemId,
        question = group.Question,
        gold = group.Gold,
        mode = group.IsFixed ? "fixed" : "policy",
        target = group.Budget.Target is { } target ? ControlToken.Ratios[target].Ratio : null,
        referenceTokens = group.Budget.ReferenceTokens,
        chosen = rollout.Chosen is { } chosen ? ControlToken.Ratios[chosen].Ratio : null,
        thinkTokens = rollout.Response.ThinkTokens,
        visibleTokens = rollout.Response.VisibleTokens,
        right = rollout.Response.Right,
        reward = Terms(done.Scores[i].Rewards[k]),
        headAdvantage = done.Scores[i].Head[k],
        bodyAdvantage = done.Scores[i].Body[k],
        text = format.Tokenizer.Decode(rollout.Response.Ids),
    })));

    /// <summary>Adds an alarm.</summary>
    public void Write(RlAlarm alarm) => File.AppendAllText(run.PathOf("alarms.jsonl"), JsonLines.Text(alarm) + "\n");

    private static object Terms(RewardTerms terms) => new
    {
        accuracy = terms.Accuracy,
        calibration = terms.Calibration,
        mode = terms.Mode,
        integrity = terms.Integrity,
        main = terms.Main,
        control = terms.Control,
        violations = terms.Violations.ToString(),
    };
}
