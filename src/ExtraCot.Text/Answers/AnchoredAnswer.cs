namespace ExtraCot.Text.Answers;

/// <summary>Finds an answer that the text announces as such.</summary>
internal static class AnchoredAnswer
{
    private static readonly string[] Anchors = ["final answer", "answer is", "answers are", "answer:", "answer**:", "answer:**", "####"];

    /// <summary>What the last anchor announces, or null.</summary>
    public static Range? Find(string text)
    {
        var start = -1;
        foreach (var anchor in Anchors)
        {
            var at = text.LastIndexOf(anchor, StringComparison.OrdinalIgnoreCase);
            if (at >= 0) start = Math.Max(start, at + anchor.Length);
        }
        return start < 0 ? null : Announced(text, start);
    }

    private static Range? Announced(string text, int start)
    {
        start = SkipFiller(text, start);
        if (start == text.Length) return null;
        var line = LineEnd(text, start);
        if (Formulas.At(text, start) is { } formula && EndsAnswer(text, formula, line)) return formula;
        var end = SentenceEnd(text, start, line);
        if (LooseAnswer.Whole(text[start..end]) is not null) return start..end;
        if (Formulas.Last(text[start..end]) is { } inner) return (start + inner.Start.Value)..(start + inner.End.Value);
        if (LooseAnswer.FirstNumber(text[start..end]) is { } number) return (start + number.Start.Value)..(start + number.End.Value);
        return start..end;
    }

    // "is", colons, Markdown marks and line breaks between the anchor and its answer.
    private static int SkipFiller(string text, int start)
    {
        while (start < text.Length)
        {
            if (char.IsWhiteSpace(text[start]) || text[start] is ':' or '*' or '_' or '#' or '=') start++;
            else if (text.AsSpan(start).StartsWith("is ", StringComparison.Ordinal) || text.AsSpan(start).StartsWith("is:", StringComparison.Ordinal)) start += 2;
            else break;
        }
        return start;
    }

    // A formula is the whole answer when nothing but a remark follows it on its line.
    private static bool EndsAnswer(string text, Range formula, int line)
    {
        var end = formula.End.Value;
        while (end < text.Length && text[end] is '$' or '\\' or ')' or ']') end++;
        if (end >= line) return true;
        return text[end] is '.' or ',' or ';' or '*' && !text.AsSpan(end, line - end).ContainsAny('$', '\\');
    }

    private static int LineEnd(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end;
    }

    private static int SentenceEnd(string text, int start, int line)
    {
        for (var index = start; index + 2 < line; index++)
        {
            if (text[index] == '.' && text[index + 1] == ' ' && char.IsAsciiLetterUpper(text[index + 2])) return index;
        }
        while (line > start + 1 && text[line - 1] is '.' or '*' or ' ' or '\r') line--;
        return line;
    }
}
