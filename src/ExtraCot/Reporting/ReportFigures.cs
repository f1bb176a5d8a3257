using System.Text;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>The report's pictures: the trade-off, and the choice of ratio by difficulty.</summary>
internal static class ReportFigures
{
    public static string TradeOff(QuickstartSummary summary) =>
        $"<figure>{TradeOffPlot.Inline(summary, TradeOffPlot.Wide)}{TradeOffPlot.Inline(summary, TradeOffPlot.Narrow)}" +
        "<figcaption>Each point is one mode on the same problems; bars are 95 % intervals (Wilson). A point on the line between two fixed ratios is what a blind mixture of the two gives.</figcaption></figure>\n";

    public static string Choices(QuickstartSummary summary)
    {
        var html = new StringBuilder("<figure><div class=\"legend\">");
        var ratios = summary.Fixed.Keys.ToList();
        for (var i = 0; i < ratios.Count; i++) html.Append($"<span><i class=\"r{i}\"></i>{Escape(ratios[i])}</span>");
        var hasNone = summary.ChoicesByDifficulty.Any(third => third.Counts.Values.Sum() < third.Problems);
        if (hasNone) html.Append("<span><i class=\"none\"></i>none</span>");
        html.Append("</div>\n");
        foreach (var third in summary.ChoicesByDifficulty) html.Append(Third(third, ratios));
        return html.Append("<figcaption>Problems sorted by the number of equations in their solution and cut into three; numbers in the bars are problems.</figcaption></figure>\n").ToString();
    }

    private static string Third(DifficultyThird third, List<string> ratios)
    {
        var html = new StringBuilder($"<div class=\"third\"><span>{Escape(third.Third)}</span><div class=\"stack\">");
        for (var i = 0; i < ratios.Count; i++) html.Append(Part($"r{i}", $"ratio {ratios[i]}", third.Counts.GetValueOrDefault(ratios[i]), third.Problems));
        html.Append(Part("none", "no ratio", third.Problems - third.Counts.Values.Sum(), third.Problems));
        var mean = third.MeanRatio is { } ratio ? $"mean {ratio:0.000}" : "no choice";
        return html.Append($"</div><span class=\"meta\">{mean}, {100 * third.Accuracy:0.0} % right</span></div>\n").ToString();
    }

    private static string Part(string kind, string name, int count, int all) => count == 0 ? "" :
        $"<span class=\"{kind}\" style=\"flex:{count} 1 0\" title=\"{Escape(name)}: {count} of {all}\">{(count >= 0.04 * all ? $"{count}" : "")}</span>";
}
