using ExtraCot.Evaluation;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Reporting;

/// <summary>Chooses the problems a report shows: spread evenly over difficulty, with failures among them where there are any.</summary>
public static class SampleSelection
{
    /// <summary>Default number of samples in a report.</summary>
    public const int DefaultCount = 10;

    private const int Failures = 2;

    /// <summary>The samples, easiest first.</summary>
    /// <param name="basis">The base model's responses.</param>
    /// <param name="policy">The responses that are shown, on the same problems.</param>
    /// <param name="format">Turns token ids to text.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<ReportSample> Pick(ModeResult basis, ModeResult policy, PromptFormat format, int count = DefaultCount)
    {
        var order = Enumerable.Range(0, policy.Problems.Count).OrderBy(i => policy.Problems[i].Difficulty).ToList();
        var wrong = order.Where(i => !policy.Responses[i].Right).ToList();
        var failures = Spread(wrong, Math.Min(Failures, count));
        var rest = Spread([.. order.Except(wrong)], count - failures.Count);
        var chosen = failures.Concat(rest).ToHashSet();
        return [.. order.Where(chosen.Contains).Select(i => Sample(policy.Problems[i], basis.Responses[i], policy.Responses[i], format))];
    }

    private static List<int> Spread(List<int> items, int count) =>
        items.Count <= count ? items : [.. Enumerable.Range(0, count).Select(i => items[(int)((i + 0.5) * items.Count / count)])];

    private static ReportSample Sample(MathProblem problem, GradedResponse basis, GradedResponse policy, PromptFormat format)
    {
        string full = format.ThoughtText(basis.Parsed.Thought), thought = format.ThoughtText(policy.Parsed.Thought);
        return new()
        {
            Question = problem.Question,
            Difficulty = problem.Difficulty,
            Gold = problem.Answer,
            BaseThought = full,
            BaseTokens = basis.ThinkTokens,
            BaseAnswer = format.VisibleText(basis.Parsed.Visible),
            Kept = ThoughtAlignment.Kept(full, thought),
            Choice = policy.Parsed.Control is { } control ? ControlToken.Ratios[control].Name : null,
            Thought = thought,
            Tokens = policy.ThinkTokens,
            Answer = format.VisibleText(policy.Parsed.Visible),
            Right = policy.Right,
            Fault = policy.Right ? null : Fault(policy.Parsed),
        };
    }

    private static string Fault(ParsedResponse parsed) => parsed switch
    {
        { Closed: false } => "thought not closed",
        { Finished: false } => "cut off at the token limit",
        { ExtraControls: > 0 } => "control token inside the response",
        _ => "another answer",
    };
}
