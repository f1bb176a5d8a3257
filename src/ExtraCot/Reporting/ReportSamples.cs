using System.Text;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>The report's samples: the base model's thought with what was dropped struck through, and the shorter thought beside the verdict.</summary>
internal static class ReportSamples
{
    private const int OpenAtFirst = 2;

    public static string Of(IReadOnlyList<ReportSample> samples) => string.Concat(samples.Select((sample, i) => Sample(sample, i)));

    private static string Sample(ReportSample sample, int index)
    {
        var verdict = sample.Right ? "<span class=\"met\">✓ right</span>" : $"<span class=\"missed\">✗ wrong: {Escape(sample.Fault ?? "another answer")}</span>";
        return $"""
            <details{(index < OpenAtFirst ? " open" : "")}><summary><strong>{index + 1}.</strong> {verdict} <span class="meta">ratio {Escape(sample.Choice ?? "none")}, {sample.Tokens} instead of {sample.BaseTokens} think tokens, difficulty {sample.Difficulty}</span></summary>
            <h3>Question</h3><p class="text">{Escape(sample.Question)}</p>
            <h3>The base model's thought; struck through: not in the short one</h3><p class="text thought">{Struck(sample.BaseThought, sample.Kept)}</p>
            <h3>The short thought</h3><p class="text thought">{Escape(sample.Thought)}</p>
            <h3>Answers</h3><p class="text">model: {Escape(sample.Answer)}
            base: {Escape(sample.BaseAnswer)}
            gold: {Escape(sample.Gold)}</p>
            </details>

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
