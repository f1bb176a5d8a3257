namespace ExtraCot.Text.Units;

/// <summary>Tells a price from a formula: what stands between two dollars is prose when it has plain words.</summary>
internal static class Currency
{
    /// <summary>Number of plain words of two and more letters outside braces and LaTeX commands.</summary>
    public static int ProseWords(ReadOnlySpan<char> body)
    {
        var (words, depth) = (0, 0);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '{') depth++;
            else if (body[i] == '}') depth--;
            if (body[i] != '\\' && !char.IsLetter(body[i])) continue;
            var command = body[i] == '\\';
            var start = command ? i + 1 : i;
            var end = start;
            while (end < body.Length && char.IsLetter(body[end])) end++;
            if (!command && depth <= 0 && end - start > 1 && !MathWords.IsFunction(body[start..end])) words++;
            i = Math.Max(i, end - 1);
        }
        return words;
    }
}
