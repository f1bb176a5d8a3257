using System.Text;
using ExtraCot.Reporting;

namespace ExtraCot.Quickstart;

/// <summary>The figures of a run as a Markdown table, for terminals and documents alike.</summary>
public static class QuickstartTable
{
    /// <summary>The table, then the goals.</summary>
    public static string Write(QuickstartSummary summary)
    {
        var text = new StringBuilder("| mode | right | think tokens | ActRatio | mirrored |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var (name, mode) in Rows(summary))
            text.Append($"| {name} | {mode.Accuracy:0.0%} | {mode.ThinkTokens:0.0} | {mode.ActRatio:0.000} | {mode.MirrorRate:0.0%} |\n");
        text.Append('\n');
        foreach (var goal in summary.Goals) text.Append($"- {(goal.Met ? "met" : "MISSED")}: {goal.Name}, {goal.Target} ({goal.Value})\n");
        return text.ToString();
    }

    private static IEnumerable<(string Name, ModeSummary Mode)> Rows(QuickstartSummary summary) =>
    [
        ("base", summary.Base),
        .. summary.Fixed.Select(mode => ($"fixed {mode.Key}", mode.Value)),
        ("policy", summary.Policy),
        ("policy, sampled", summary.PolicySampled),
        .. summary.Naive.Select(mode => ($"formulas broken, {mode.Key}", mode.Value)),
    ];
}
