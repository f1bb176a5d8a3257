using System.Text;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>The report's pictures: the trade-off, and the choice of ratio by difficulty.</summary>
internal static class ReportFigures
{
    public static string TradeOff(IReadOnlyList<TradeOffPoint> points) =>
        $"<figure>{TradeOffPlot.Inline(points, TradeOffPlot.Wide)}{TradeOffPlot.Inline(points, TradeOffPlot.Narrow)}" +
        "<figcaption>Each point is one mode on the same problems; bars are 95 % intervals. A point on the line between two fixed ratios is what a blind mixture of the two gives.</figcaption></figure>\n";

    /// <param name="thirds">What was chosen, easiest third first; empty gives an empty text.</param>
    /// <param name="difficulty">What the problems are sorted by.</param>
    /// <param name="caption">Said in place of what thirds and numbers are; null for that.</param>
    public static string Choices(IReadOnlyList<DifficultyThird> thirds, string difficulty, string? caption = null)
    {
        if (thirds.Count == 0) return "";
        var html = new StringBuilder("<figure><div class=\"legend\">");
        var ratios = thirds[0].Counts.Keys.ToList();
        for (var i = 0; i < ratios.Count; i++) html.Append($"<span><i class=\"r{i}\"></i>{Escape(ratios[i])}</span>");
        if (thirds.Any(third => third.Counts.Values.Sum() < third.Problems)) html.Append("<span><i class=\"none\"></i>none</span>");
        html.Append("</div>\n");
        foreach (var third in thirds) html.Append(Third(third, ratios));
        return html.Append($"<figcaption>{Escape(caption ?? $"Problems sorted by {difficulty} and cut into three; numbers in the bars are responses.")}</figcaption></figure>\n").ToString();
    }

    /// <summary>How long the thoughts are: for each mode a strip from the 5 to the 95 % point, thick where the middle half lies, with a stroke at the median.</summary>
    public static string Lengths(IEnumerable<(string Name, ModeSummary Mode)> modes)
    {
        var rows = modes.Where(mode => mode.Mode.ThinkQuantiles is not null).ToList();
        double longest = rows.Select(row => row.Mode.ThinkQuantiles![4]).DefaultIfEmpty(0).Max();
        if (longest == 0) return "";
        return ReportTable.Html("lengths", "<th>Mode</th><th></th>" + string.Concat(((string[])["5 %", "25 %", "50 %", "75 %", "95 %", "max"]).Select(name => $"<th class=\"number\">{name}</th>")),
            rows.Select(row => $"<tr><td>{Escape(row.Name)}</td><td class=\"bars\">{Strip(row.Mode.ThinkQuantiles!, longest)}</td>{string.Concat(row.Mode.ThinkQuantiles!.Select(count => $"<td class=\"number\">{count}</td>"))}</tr>\n")) +
            "<p class=\"note\">Think tokens of the responses: 5 to 95 % thin, 25 to 75 % thick, median as a stroke.</p>\n";
    }

    private static string Strip(IReadOnlyList<int> quantiles, double longest)
    {
        double At(int index) => 100 * quantiles[index] / longest;
        return FormattableString.Invariant($"<div class=\"strip\"><i class=\"thin\" style=\"left:{At(0):0.0}%;width:{At(4) - At(0):0.0}%\"></i><i class=\"thick\" style=\"left:{At(1):0.0}%;width:{At(3) - At(1):0.0}%\"></i><i class=\"median\" style=\"left:{At(2):0.0}%\"></i></div>");
    }

    private static string Third(DifficultyThird third, List<string> ratios)
    {
        var all = Math.Max(third.Problems, third.Counts.Values.Sum()); // several samples a problem choose several times
        var html = new StringBuilder($"<div class=\"third\"><span>{Escape(third.Third)}</span><div class=\"stack\">");
        for (var i = 0; i < ratios.Count; i++) html.Append(Part($"r{i}", $"ratio {ratios[i]}", third.Counts.GetValueOrDefault(ratios[i]), all));
        html.Append(Part("none", "no ratio", all - third.Counts.Values.Sum(), all));
        var mean = third.MeanRatio is { } ratio ? $"mean {ratio:0.000}" : "no choice";
        return html.Append($"</div><span class=\"meta\">{mean}, {100 * third.Accuracy:0.0} % right</span></div>\n").ToString();
    }

    private static string Part(string kind, string name, int count, int all) => count == 0 ? "" :
        $"<span class=\"{kind}\" style=\"flex:{count} 1 0\" title=\"{Escape(name)}: {count} of {all}\">{(count >= 0.04 * all ? $"{count}" : "")}</span>";
}
