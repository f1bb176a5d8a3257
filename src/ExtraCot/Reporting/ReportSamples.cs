using System.Text;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>The report's samples: the base model's thought with what was dropped struck through, and the shorter thought beside the verdict.</summary>
internal static class ReportSamples
{
    private const int OpenAtFirst = 2;

    public static string Of(IReadOnlyList<ReportSample> samples) => string.Concat(samples.Select((sample, i) => Sample(sample, i)));

    /// <summary>The samples with a choice of all, the right or the wrong ones, which needs no script.</summary>
    public static string Browser(IReadOnlyList<ReportSample> samples)
    {
        if (samples.All(sample => sample.Right) || samples.All(sample => !sample.Right)) return Of(samples);
        return $"""
            <div class="filter"><label><input type="radio" name="show" id="all" checked="checked"/> all {samples.Count}</label> <label><input type="radio" name="show" id="only-wrong"/> wrong ({samples.Count(sample => !sample.Right)})</label> <label><input type="radio" name="show" id="only-right"/> right ({samples.Count(sample => sample.Right)})</label></div>
            {Of(samples)}
            """;
    }

    private static string Sample(ReportSample sample, int index)
    {
        var verdict = sample.Right ? "<span class=\"met\">✓ right</span>" : $"<span class=\"missed\">✗ wrong: {Escape(sample.Fault ?? "another answer")}</span>";
        var length = sample.BaseTokens > 0 ? $"{sample.Tokens} instead of {sample.BaseTokens} think tokens" : $"{sample.Tokens} think tokens";
        var facts = $"ratio {Escape(sample.Choice ?? "none")}, {length}{(sample.Difficulty > 0 ? $", difficulty {sample.Difficulty}" : "")}{(sample.Subject is { } subject ? $", {Escape(subject)}" : "")}";
        return $"""
            <details class="{(sample.Right ? "right" : "wrong")}"{(index < OpenAtFirst ? " open" : "")}><summary><strong>{index + 1}.</strong> {verdict} <span class="meta">{facts}</span></summary>
            <h3>Question</h3><p class="text">{Escape(sample.Question)}</p>
            {(sample.BaseThought.Length == 0 ? "" : $"<h3>The base model's thought; struck through: not in the short one</h3><p class=\"text thought\">{Struck(sample.BaseThought, sample.Kept)}</p>\n")}<h3>The {(sample.BaseThought.Length == 0 ? "" : "short ")}thought</h3><p class="text thought">{Escape(sample.Thought)}</p>
            <h3>Answers</h3><p class="text">model: {Escape(sample.Answer)}
            {(sample.BaseAnswer.Length == 0 ? "" : $"base: {Escape(sample.BaseAnswer)}\n")}gold: {Escape(sample.Gold)}</p>
            {(sample.Rule is { Length: > 0 } rule ? $"<p class=\"note\">Compared by the rule “{Escape(rule)}”.</p>\n" : "")}</details>

            """;
    }

    /// <summary>A text with everything outside the kept stretches struck through; stretches that leave the text or overlap are cut to fit.</summary>
    internal static string Struck(string text, IEnumerable<TextRange> kept)
    {
        var html = new StringBuilder();
        var position = 0;
        foreach (var range in kept.OrderBy(range => range.Start))
        {
            var start = Math.Clamp(range.Start, position, text.Length);
            var end = Math.Clamp(range.End, start, text.Length);
            Drop(html, text.AsSpan(position, start - position));
            html.Append(Escape(text.AsSpan(start, end - start)));
            position = end;
        }
        Drop(html, text.AsSpan(position));
        return html.ToString();
    }

    private static void Drop(StringBuilder html, ReadOnlySpan<char> text)
    {
        if (text.IsWhiteSpace()) html.Append(Escape(text)); // a line through a blank between two kept words only looks broken
        else html.Append("<del>").Append(Escape(text)).Append("</del>");
    }
}
