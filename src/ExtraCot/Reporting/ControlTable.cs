using ExtraCot.Evaluation;

namespace ExtraCot.Reporting;

/// <summary>Beside every mode what other ways to the same length achieve.</summary>
internal static class ControlTable
{
    /// <summary>How the figures come about.</summary>
    public const string Note =
        "Right answers at the mean think tokens of the row's mode. Truncation: the base model's responses cut at one token limit. Prompt only and other runs: read off the straight lines between their own modes; empty outside the lengths they have.";

    /// <summary>The table; null where there is no control.</summary>
    /// <param name="run">The run that is reported.</param>
    /// <param name="summary">Its figures.</param>
    /// <param name="beside">Other runs: random unit removal, TokenSkip, Thinkless, whatever was given.</param>
    public static ReportTable? Of(EvaluatedRun run, EvaluationSummary summary, IReadOnlyList<EvaluatedRun> beside)
    {
        var prompts = run.Modes.Where(mode => IsPrompt(mode.Key)).ToList();
        var curves = new List<(string Name, AccuracyCurve Curve)>();
        if (prompts.Count > 0)
            curves.Add(("Prompt only", new AccuracyCurve(prompts.Select(mode => mode.Value).Concat(run.Base is { } basis ? [basis] : []).Select(mode => (mode.ThinkTokens, mode.Accuracy)))));
        curves.AddRange(beside.Where(other => CurveSummary.PointsOf(other).Count > 0).Select(other => (other.Name, new AccuracyCurve(CurveSummary.PointsOf(other)))));
        var rows = summary.Modes.Where(mode => mode.Key != summary.Base && !IsPrompt(mode.Key)).ToList();
        var hasTruncation = rows.Any(row => row.Value.Truncation is not null);
        if (rows.Count == 0 || (!hasTruncation && curves.Count == 0)) return null;
        return new("controls", ["Mode", "Think tokens", "Right", .. hasTruncation ? ["Truncation"] : (string[])[], .. curves.Select(curve => curve.Name)],
            [.. rows.Select(row => (IReadOnlyList<string>)
            [
                row.Key, $"{row.Value.ThinkTokens:0.0}", ModeTables.Percent(row.Value.Accuracy),
                .. hasTruncation ? [ModeTables.Percent(row.Value.Truncation?.Accuracy)] : (string[])[],
                .. curves.Select(curve => ModeTables.Percent(curve.Curve.At(run.Modes[row.Key].ThinkTokens))),
            ])]);
    }

    private static bool IsPrompt(string mode) => mode is "concise" or "numbers" or "abbreviate" || mode.StartsWith("reduce-", StringComparison.Ordinal);
}
