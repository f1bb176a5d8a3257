namespace ExtraCot.Reporting;

/// <summary>An evaluation as Markdown for a terminal.</summary>
public static class EvaluationTable
{
    /// <summary>The result in words and the main table.</summary>
    public static string Write(EvaluationSummary summary) =>
        $"{EvaluationSentences.Of(summary)}\n\n{ModeTables.Main(summary.Modes.Select(mode => (mode.Key, mode.Value))).ToMarkdown()}";
}
