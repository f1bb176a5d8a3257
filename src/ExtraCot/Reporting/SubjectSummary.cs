using ExtraCot.Evaluation;

namespace ExtraCot.Reporting;

/// <summary>One subject's share of a run.</summary>
/// <param name="Subject">Its name in the set.</param>
/// <param name="Problems">Number of problems.</param>
/// <param name="Accuracy">Share of right answers by mode.</param>
/// <param name="ThinkTokens">Mean think tokens by mode.</param>
public sealed record SubjectSummary(string Subject, int Problems, IReadOnlyDictionary<string, double> Accuracy, IReadOnlyDictionary<string, double> ThinkTokens)
{
    /// <summary>The subjects of a run, the largest first; none where the set names fewer than two.</summary>
    public static IReadOnlyList<SubjectSummary> Of(EvaluatedRun run)
    {
        var subjects = Enumerable.Range(0, run.Problems.Problems.Count).GroupBy(i => run.Problems.Problems[i].Subject ?? "").ToList();
        if (subjects.Count < 2) return [];
        return [.. subjects.OrderByDescending(subject => subject.Count()).ThenBy(subject => subject.Key, StringComparer.Ordinal).Select(subject =>
        {
            var parts = run.Modes.ToDictionary(mode => mode.Key, mode => mode.Value.On(subject));
            return new SubjectSummary(subject.Key, subject.Count(), parts.ToDictionary(part => part.Key, part => Rounded.Share(part.Value.Accuracy)), parts.ToDictionary(part => part.Key, part => Rounded.Tokens(part.Value.ThinkTokens)));
        })];
    }
}
