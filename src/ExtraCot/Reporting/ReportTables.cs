using System.Text;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>The report's tables: goals, modes, stage times.</summary>
internal static class ReportTables
{
    public static string Goals(IEnumerable<Goal> goals)
    {
        var rows = goals.Select(goal => $"<tr><td>{Escape(goal.Name)}</td><td class=\"number\">{Escape(goal.Target)}</td><td class=\"number\">{Escape(goal.Value)}</td>" +
            (goal.Met ? "<td class=\"met\">✓ met</td>" : "<td class=\"missed\">✗ missed</td>") + "</tr>\n");
        return Table("goals", "<th>Goal</th><th class=\"number\">Target</th><th class=\"number\">Measured</th><th></th>", rows);
    }

    public static string Modes(QuickstartSummary summary)
    {
        IEnumerable<(string Name, ModeSummary Mode)> modes =
        [
            ("base, full thought", summary.Base),
            .. summary.Fixed.Select(mode => ($"fixed {mode.Key}", mode.Value)),
            ("policy, greedy", summary.Policy),
            ("policy, sampled", summary.PolicySampled),
            .. summary.Naive.Select(mode => ($"formulas broken, {mode.Key}", mode.Value)),
        ];
        return Table("modes", "<th>Mode</th><th class=\"number\">Right</th><th class=\"number\">Think tokens</th><th class=\"number\">ActRatio</th><th class=\"number\">Right, 95 %</th><th class=\"number\">To base, points (95 %)</th><th class=\"number\">Visible</th><th class=\"number\">Mirror</th>",
            modes.Select(row => ModeRow(row.Name, row.Mode)));
    }

    private static string ModeRow(string name, ModeSummary mode)
    {
        var difference = mode.ToBase is { } toBase ? $"{100 * toBase.Value:+0.0;−0.0;0.0} ({100 * toBase.Interval.Low:+0.0;−0.0;0.0} to {100 * toBase.Interval.High:+0.0;−0.0;0.0})" : "";
        string[] cells =
        [
            $"{100 * mode.Accuracy:0.0} %", $"{mode.ThinkTokens:0.0}", $"{mode.ActRatio:0.000}",
            $"{100 * mode.AccuracyInterval.Low:0.0} to {100 * mode.AccuracyInterval.High:0.0}", difference, $"{mode.VisibleTokens:0.0}", mode.MirrorRate is { } mirror ? $"{100 * mirror:0.0} %" : "",
        ];
        return $"<tr><td>{Escape(name)}</td>{string.Concat(cells.Select(cell => $"<td class=\"number\">{cell}</td>"))}</tr>\n";
    }

    public static string Stages(QuickstartSummary summary)
    {
        var longest = summary.StageSeconds.Values.DefaultIfEmpty(0).Max();
        var rows = summary.StageSeconds.Select(stage => $"<tr><td>{Escape(stage.Key)}</td><td class=\"number\">{stage.Value:0.0} s</td>" +
            $"<td class=\"bars\"><div class=\"bar\" style=\"width:{(longest > 0 ? 100 * stage.Value / longest : 0):0.0}%\"></div></td></tr>\n");
        return Table("stages", "<th>Stage</th><th class=\"number\">Wall time</th><th></th>", rows.Append($"<tr><td><strong>all</strong></td><td class=\"number\"><strong>{summary.TotalSeconds:0.0} s</strong></td><td></td></tr>\n"));
    }

    private static string Table(string kind, string head, IEnumerable<string> rows)
    {
        var html = new StringBuilder($"<div class=\"scroll\"><table class=\"{kind}\"><thead><tr>{head}</tr></thead><tbody>\n");
        foreach (var row in rows) html.Append(row);
        return html.Append("</tbody></table></div>\n").ToString();
    }
}
