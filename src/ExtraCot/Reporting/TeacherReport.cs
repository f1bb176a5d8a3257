using System.Text;
using ExtraCot.Chrpo.Data;
using ExtraCot.Runs;
using ExtraCot.Text.Prompting;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>Teacher budgets as one page: r* and pass rates by difficulty, and prompts with their counts.</summary>
internal static class TeacherReport
{
    private const int MostGroups = 12, Prompts = 24;

    /// <summary>Writes <c>report.html</c>, whole or not at all.</summary>
    public static void Write(string folder, IReadOnlyList<RlRecord> records, TeacherSummary summary) => AtomicFile.WriteText(Path.Combine(folder, "report.html"), writer => writer.Write(Html(Path.GetFileName(folder), records, summary)));

    /// <summary>The page's text.</summary>
    internal static string Html(string name, IReadOnlyList<RlRecord> records, TeacherSummary summary)
    {
        var info = records.Select(record => record.ExtraInfo).ToList();
        var (measure, groups) = Groups(info);
        var page = new HtmlPage(name, $"{summary.Prompts} prompts, {info[0].Trials.Max():0} rollouts at each ratio of {info[0].Tokenizer}, {summary.Dropped} left out", Lead(info, summary)) { WindowTitle = $"{name}, teacher budgets" };
        page.Add("r* by difficulty", ReportFigures.Choices([.. groups.Select(group => Bar(group.Name, group.Items))], measure,
            $"Prompts by {measure}; numbers in the bars are prompts. r* is the lowest ratio that suffices ({info[0].TeacherRule}); beside each bar the mean r* and the share of right rollouts at r*. None: never right."));
        page.Add("Pass rates", Rates(groups).ToHtml() + "<p class=\"note\">Right rollouts at each ratio, and their mean think tokens over L_ref.</p>\n");
        page.Add("Prompts", string.Concat(Spread(records).Select(Prompt)));
        return page.Render();
    }

    private static string Lead(List<RlExtraInfo> info, TeacherSummary summary)
    {
        var lowest = ControlToken.Ratios[0].Name;
        var full = ControlToken.Ratios[^1].Name;
        return $"The shortest thought suffices for {100.0 * summary.Targets[lowest] / summary.Prompts:0} % of the prompts; {100.0 * info.Count(each => each.TargetRatio > ControlToken.Ratios[0].Ratio) / summary.Prompts:0} % need more, {summary.Hopeless} were never right. " +
            $"Right at {lowest}: {100 * summary.PassRates[lowest]:0.0} %, at {full}: {100 * summary.PassRates[full]:0.0} %.";
    }

    // By the set's own difficulty, a group for each value where they are few; else, and where there is none, thirds by length of the full thought.
    private static (string Measure, IReadOnlyList<(string Name, List<RlExtraInfo> Items)> Groups) Groups(List<RlExtraInfo> info)
    {
        var values = info.Select(each => each.Difficulty).Distinct().Count();
        if (values is > 1 and <= MostGroups) return ("the set's own measure of difficulty", [.. info.GroupBy(each => each.Difficulty).OrderBy(group => group.Key).Select(group => ($"{group.Key}", group.ToList()))]);
        var ordered = (values > 1 ? info.OrderBy(each => each.Difficulty) : info.OrderBy(each => each.ReferenceTokens)).ToList();
        return (values > 1 ? "the set's own measure of difficulty" : "the think tokens of their full thought", [.. ((string[])["easiest", "middle", "hardest"])
            .Select((name, third) => (name, ordered[(third * ordered.Count / 3)..((third + 1) * ordered.Count / 3)])).Where(group => group.Item2.Count > 0)]);
    }

    private static DifficultyThird Bar(string name, List<RlExtraInfo> items)
    {
        var known = items.Where(each => each.TargetRatio is not null).ToList();
        var counts = ControlToken.Ratios.ToDictionary(ratio => ratio.Name, ratio => items.Count(each => each.ChosenToken == ratio.Text));
        return new(name, items.Count, known.Count == 0 ? null : known.Average(each => each.TargetRatio!.Value),
            items.Average(each => each.TargetRatio is { } target ? each.PassRate[ControlToken.Ratios.Index().First(ratio => ratio.Item.Ratio == target).Index] : 0), counts);
    }

    private static ReportTable Rates(IReadOnlyList<(string Name, List<RlExtraInfo> Items)> groups) => new("rates", ["Difficulty", "Prompts", "L_ref", .. ControlToken.Ratios.Select(ratio => $"{ratio.Name}: right, length")],
        [.. groups.Select(group => (IReadOnlyList<string>)[group.Name, $"{group.Items.Count}", $"{group.Items.Average(each => each.ReferenceTokens):0}", .. ControlToken.Ratios.Select((_, r) => Rate(group.Items, r))])]);

    private static string Rate(List<RlExtraInfo> items, int ratio)
    {
        var (passes, trials) = (items.Sum(each => each.Passes[ratio]), items.Sum(each => each.Trials[ratio]));
        var reference = items.Sum(each => each.Passes[ratio] * each.ReferenceTokens!.Value);
        return $"{100 * passes / trials:0.0} %{(reference > 0 ? $", {items.Sum(each => each.RightTokens[ratio]) / reference:0.00}" : "")}";
    }

    private static IEnumerable<RlRecord> Spread(IReadOnlyList<RlRecord> records)
    {
        var ordered = records.OrderBy(record => record.ExtraInfo.Difficulty).ThenBy(record => record.ExtraInfo.ReferenceTokens).ToList();
        var shown = Math.Min(Prompts, ordered.Count);
        return Enumerable.Range(0, shown).Select(i => ordered[i * ordered.Count / shown]);
    }

    private static string Prompt(RlRecord record)
    {
        var info = record.ExtraInfo;
        var html = new StringBuilder($"<details><summary><strong>r* {(info.TargetRatio is { } target ? $"{target:0.0}" : "none")}</strong> <span class=\"meta\">L_ref {info.ReferenceTokens:0} tokens, difficulty {info.Difficulty}, {Escape(info.Id)}</span></summary>\n");
        html.Append($"<p class=\"text\">{Escape(record.Question)}</p><p class=\"note\">gold: {Escape(record.RewardModel.GroundTruth)}</p>\n");
        html.Append(new ReportTable("rates", ["Ratio", "Right", "Mean think tokens of right ones"], [.. ControlToken.Ratios.Select((ratio, r) => (IReadOnlyList<string>)
            [ratio.Name, $"{info.Passes[r]:0} of {info.Trials[r]:0}", info.Passes[r] > 0 ? $"{info.RightTokens[r] / info.Passes[r]:0.0}" : ""])]).ToHtml());
        return html.Append("</details>\n").ToString();
    }
}
