namespace ExtraCot.Text.Answers;

/// <summary>Finds display and inline formulas in prose.</summary>
internal static class Formulas
{
    private static readonly (string Open, string Close)[] Delimiters = [("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")];

    /// <summary>The contents of the last formula, or null.</summary>
    public static Range? Last(string text)
    {
        Range? last = null;
        var dead = new bool[Delimiters.Length]; // delimiters with no closing mark ahead: keeps the scan linear
        for (var index = 0; index < text.Length;)
        {
            if (At(text, index, dead) is { } span)
            {
                var (start, length) = span.GetOffsetAndLength(text.Length);
                if (!text.AsSpan(start, length).IsWhiteSpace()) last = span;
                index = start + length + (text[start + length] == '$' && index + 1 == start ? 1 : 2);
            }
            else
            {
                index += text[index] == '\\' ? 2 : 1;
            }
        }
        return last;
    }

    /// <summary>The contents of the formula that begins at this place, or null.</summary>
    public static Range? At(string text, int index) => At(text, index, new bool[Delimiters.Length]);

    private static Range? At(string text, int index, bool[] dead)
    {
        if (text[index] is not ('$' or '\\')) return null;
        for (var kind = 0; kind < Delimiters.Length; kind++)
        {
            var (open, close) = Delimiters[kind];
            if (dead[kind] || string.CompareOrdinal(text, index, open, 0, open.Length) != 0) continue;
            var start = index + open.Length;
            var end = Closing(text, start, close);
            if (end < 0) dead[kind] = true;
            else if (kind < 3 || IsInline(text.AsSpan(start, end - start))) return start..end;
        }
        return null;
    }

    private static int Closing(string text, int start, string close)
    {
        for (var end = start; (end = text.IndexOf(close, end, StringComparison.Ordinal)) >= 0; end++)
        {
            // An escaped dollar is currency; a doubled backslash before "[" is a row of a matrix with extra space.
            if (end == start || text[end - 1] != '\\') return end;
        }
        return -1;
    }

    // "$5 and they earned $": two prices, not a formula.
    private static bool IsInline(ReadOnlySpan<char> content)
    {
        if (content.Length == 0 || content.Length > 2000 || content.Contains("\n\n", StringComparison.Ordinal)) return false;
        var words = 0;
        for (var index = 0; index < content.Length; index++)
        {
            if (!char.IsAsciiLetter(content[index])) continue;
            var start = index;
            while (index < content.Length && char.IsAsciiLetter(content[index])) index++;
            if (index - start >= 3 && (start == 0 || content[start - 1] is ' ' or '\n')) words++;
        }
        return words == 0 || content.Contains('\\');
    }
}
