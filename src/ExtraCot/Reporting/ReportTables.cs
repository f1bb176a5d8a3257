using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>The report's tables: goals, modes, stage times.</summary>
internal static class ReportTables
{
    public static string Goals(IEnumerable<Goal> goals)
    {
        var rows = goals.Select(goal => $"<tr><td>{Escape(goal.Name)}</td><td class=\"number\">{Escape(goal.Target)}</td><td class=\"number\">{Escape(goal.Value)}</td>" +
            (goal.Met ? "<td class=\"met\">✓ met</td>" : "<td class=\"missed\">✗ missed</td>") + "</tr>\n");
        return ReportTable.Html("goals", "<th>Goal</th><th class=\"number\">Target</th><th class=\"number\">Measured</th><th></th>", rows);
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
        return ModeTables.Main(modes).ToHtml();
    }

    public static string Stages(QuickstartSummary summary)
    {
        var longest = summary.StageSeconds.Values.DefaultIfEmpty(0).Max();
        var rows = summary.StageSeconds.Select(stage => $"<tr><td>{Escape(stage.Key)}</td><td class=\"number\">{stage.Value:0.0} s</td>" +
            $"<td class=\"bars\"><div class=\"bar\" style=\"width:{(longest > 0 ? 100 * stage.Value / longest : 0):0.0}%\"></div></td></tr>\n");
        return ReportTable.Html("stages", "<th>Stage</th><th class=\"number\">Wall time</th><th></th>", rows.Append($"<tr><td><strong>all</strong></td><td class=\"number\"><strong>{summary.TotalSeconds:0.0} s</strong></td><td></td></tr>\n"));
    }
}
