using System.Globalization;
using System.Text;
using ExtraCot.Evaluation;

namespace ExtraCot.Reporting;

/// <summary>The figures of evaluations as comma-separated values, one mode a line, unrounded beyond what <c>metrics.json</c> rounds.</summary>
internal static class EvaluationCsv
{
    private static readonly (string Name, Func<ModeSummary, double?> Value)[] Columns =
    [
        ("samples", mode => mode.Samples),
        ("accuracy", mode => mode.Accuracy),
        ("accuracy_low", mode => mode.AccuracyInterval.Low),
        ("accuracy_high", mode => mode.AccuracyInterval.High),
        ("accuracy_of_predicted", mode => mode.AccuracyOfPredicted),
        ("accuracy_of_closed", mode => mode.AccuracyOfClosed),
        ("maj_at_k", mode => mode.MajAtK),
        ("pass_at_k", mode => mode.PassAtK),
        ("think_tokens", mode => mode.ThinkTokens),
        ("visible_tokens", mode => mode.VisibleTokens),
        ("total_tokens", mode => mode.TotalTokens),
        ("act_ratio", mode => mode.ActRatio),
        ("act_ratio_low", mode => mode.ActRatioInterval?.Low),
        ("act_ratio_high", mode => mode.ActRatioInterval?.High),
        ("act_ratio_of_items", mode => mode.ActRatioOfItems),
        ("control_accuracy", mode => mode.ControlAccuracy),
        ("mirror_rate", mode => mode.MirrorRate),
        ("to_base", mode => mode.ToBase?.Value),
        ("to_base_low", mode => mode.ToBase?.Interval.Low),
        ("to_base_high", mode => mode.ToBase?.Interval.High),
        ("mcnemar_p", mode => mode.ToBase?.PValue),
        ("truncation_accuracy", mode => mode.Truncation?.Accuracy),
        ("unanswered", mode => mode.Unanswered),
        ("unclosed", mode => mode.Unclosed),
        ("truncated", mode => mode.Truncated),
        ("loops", mode => mode.Loops),
    ];

    public static string Write(IReadOnlyList<(EvaluatedRun Run, EvaluationSummary Summary)> runs)
    {
        var text = new StringBuilder("run,data,mode,").AppendJoin(',', Columns.Select(column => column.Name)).Append('\n');
        foreach (var (run, summary) in runs)
            foreach (var (name, mode) in summary.Modes)
                text.AppendJoin(',', ((string[])[run.Name, summary.Data, name]).Select(Quote)).Append(',')
                    .AppendJoin(',', Columns.Select(column => column.Value(mode)?.ToString(CultureInfo.InvariantCulture) ?? "")).Append('\n');
        return text.ToString();
    }

    /// <summary>A name as CSV; a leading sign would make a spreadsheet take it for a formula.</summary>
    private static string Quote(string text)
    {
        if (text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
