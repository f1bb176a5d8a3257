using ExtraCot.Evaluation;
using ExtraCot.Text.Data;

namespace ExtraCot.Reporting;

/// <summary>Chooses the problems a report shows: spread evenly over difficulty, with failures among them where there are any.</summary>
public static class SampleSelection
{
    /// <summary>Default number of samples in a report.</summary>
    public const int DefaultCount = 10;

    private const int Failures = 2;

    /// <summary>The samples, easiest first.</summary>
    /// <param name="basis">The base model's responses; null where there is none.</param>
    /// <param name="shown">The responses that are shown, on the same problems; of several samples the first.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="failures">How many of them wrong, where there are so many.</param>
    public static IReadOnlyList<ReportSample> Pick(ModeResult? basis, ModeResult shown, int count = DefaultCount, int failures = Failures)
    {
        var order = Enumerable.Range(0, shown.Problems.Count).OrderBy(i => shown.Problems[i].Difficulty).ToList();
        var wrong = order.Where(i => !shown.Answers[i][0].Right).ToList();
        var faulty = Spread(wrong, Math.Min(failures, count));
        var rest = Spread([.. order.Except(wrong)], count - faulty.Count);
        var chosen = faulty.Concat(rest).ToHashSet();
        return [.. order.Where(chosen.Contains).Select(i => Sample(shown.Problems[i], basis?.Answers[i][0], shown.Answers[i][0]))];
    }

    private static List<int> Spread(List<int> items, int count) =>
        items.Count <= count ? items : [.. Enumerable.Range(0, count).Select(i => items[(int)((i + 0.5) * items.Count / count)])];

    private static ReportSample Sample(MathProblem problem, Prediction? basis, Prediction shown)
    {
        var (fullThought, fullVisible) = basis is null ? ("", "") : ResponseText.Parts(basis.Response);
        var (thought, visible) = ResponseText.Parts(shown.Response);
        return new()
        {
            Question = problem.Question,
            Difficulty = problem.Difficulty,
            Subject = problem.Subject,
            Gold = problem.Answer,
            BaseThought = fullThought,
            BaseTokens = basis?.ThinkTokens ?? 0,
            BaseAnswer = fullVisible,
            Kept = ThoughtAlignment.Kept(fullThought, thought),
            Choice = shown.Control,
            Thought = thought,
            Tokens = shown.ThinkTokens,
            Answer = visible,
            Right = shown.Right,
            Fault = shown.Right ? null : Fault(shown),
            Rule = shown.Rule,
        };
    }

    private static string Fault(Prediction shown) => shown switch
    {
        { Closed: false, Loop: true } => "thought not closed, a phrase repeats without end",
        { Closed: false } => "thought not closed",
        { Finished: false } => "cut off at the token limit",
        { WellFormed: false } => "more than one thought, or a control token inside the response",
        { Answer.Length: 0 } => "no answer found",
        _ => "another answer",
    };
}
