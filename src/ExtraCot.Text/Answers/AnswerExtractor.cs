namespace ExtraCot.Text.Answers;

/// <summary>Finds the final answer in a response.</summary>
public static class AnswerExtractor
{
    private const string ThoughtStart = "<think>";
    private const string ThoughtEnd = "</think>";
    private static readonly string[] TurnEnds = ["<|im_end|>", "<|endoftext|>"];

    /// <summary>
    /// The answer in the visible part of <paramref name="response"/> (behind the last <c>&lt;/think&gt;</c>): the last complete box;
    /// else an anchored final answer, the text itself where it is nothing but an answer, the last formula, the last number, the last
    /// option letter. Beside a truncated box only an anchored answer before it counts: what else stands there may be any part of the work.
    /// </summary>
    public static ExtractedAnswer Extract(string? response)
    {
        if (string.IsNullOrWhiteSpace(response)) return Nothing();
        var closed = response.LastIndexOf(ThoughtEnd, StringComparison.OrdinalIgnoreCase);
        var opened = response.LastIndexOf(ThoughtStart, StringComparison.OrdinalIgnoreCase);
        if (opened > closed) return Nothing(unclosedThought: true);
        var start = closed < 0 ? 0 : closed + ThoughtEnd.Length;
        return InVisible(WithoutTurnEnd(response), start);
    }

    private static ExtractedAnswer InVisible(string response, int start)
    {
        var visible = response[Math.Min(start, response.Length)..];
        var (boxes, truncated) = BoxScanner.Scan(visible);
        if (boxes.Count > 0) return Found(ExtractionRule.Boxed, boxes[^1]);
        if (AnchoredAnswer.Find(truncated < 0 ? visible : visible[..truncated]) is { } anchored) return Found(ExtractionRule.Anchor, anchored);
        if (truncated >= 0) return Nothing(truncatedBox: true);
        if (LooseAnswer.Whole(visible) is { } whole) return Found(ExtractionRule.Whole, whole);
        if (Formulas.Last(visible) is { } formula) return Found(ExtractionRule.Formula, formula);
        if (LooseAnswer.LastNumber(visible) is { } number) return Found(ExtractionRule.Number, number);
        if (LooseAnswer.LastOption(visible) is { } option) return Found(ExtractionRule.Option, option);
        return Nothing();

        ExtractedAnswer Found(ExtractionRule rule, Range span)
        {
            var (offset, length) = Trim(visible, span);
            return new(rule, visible.Substring(offset, length), start + offset, boxes.Count, truncated >= 0, false);
        }
    }

    private static string WithoutTurnEnd(string response)
    {
        var end = response.AsSpan().TrimEnd();
        foreach (var mark in TurnEnds)
        {
            if (end.EndsWith(mark, StringComparison.Ordinal)) return response[..(end.Length - mark.Length)];
        }
        return response;
    }

    private static (int Offset, int Length) Trim(string text, Range span)
    {
        var (offset, length) = span.GetOffsetAndLength(text.Length);
        while (length > 0 && char.IsWhiteSpace(text[offset]) && text[offset] != '\f') (offset, length) = (offset + 1, length - 1);
        while (length > 0 && char.IsWhiteSpace(text[offset + length - 1])) length--;
        return (offset, length);
    }

    private static ExtractedAnswer Nothing(bool truncatedBox = false, bool unclosedThought = false) =>
        new(ExtractionRule.None, "", 0, 0, truncatedBox, unclosedThought);
}
