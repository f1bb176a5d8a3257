using System.Buffers;

namespace ExtraCot.Text.Units;

/// <summary>Finds where a delimited formula or code span that begins at a given place ends. Linear over a whole left-to-right scan.</summary>
internal sealed class DelimitedSpans(string text)
{
    private static readonly SearchValues<char> Structure = SearchValues.Create(@"\{}$");
    private readonly Dictionary<string, int> nextOccurrence = [];

    // Walks that found nothing may not cost more than a few passes over the text together, whatever an opponent writes.
    private long wasted;

    /// <summary>The end of the formula that begins at <paramref name="start"/> (a dollar or backslash), or null.</summary>
    public int? Formula(int start)
    {
        if (text[start] == '$') return At(start + 1, '$') ? Display(start) : Inline(start);
        return At(start + 1, '(') ? Close(start + 2, @"\)")
            : At(start + 1, '[') ? Close(start + 2, @"\]")
            : text.AsSpan(start).StartsWith(@"\begin{") ? Environment(start)
            : null;
    }

    /// <summary>The end of the code that begins with the backtick at <paramref name="start"/>, or null; fences may span paragraphs, spans may not.</summary>
    public int? Code(int start)
    {
        var run = 1;
        while (At(start + run, '`')) run++;
        var close = new string('`', Math.Min(run, 8));
        var at = Next(close, start + run);
        if (at < 0) return null;
        if (run < 3 && text.AsSpan(start, at - start).Contains("\n\n", StringComparison.Ordinal)) return null;
        at += close.Length;
        while (At(at, '`')) at++;
        return at;
    }

    /// <summary>The end of a brace group that opens at <paramref name="open"/>, or null.</summary>
    public int? Braces(int open)
    {
        if (Next("}", open) < 0) return null;
        var depth = 0;
        for (var i = open; i < text.Length && Affordable(i - open); i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0) return i + 1;
            else if (text[i] == '\n' && At(i + 1, '\n')) return Waste(i - open);
        }
        return Waste(text.Length - open);
    }

    private int? Display(int start) => Close(start + 2, "$$");

    private int? Inline(int start)
    {
        if (Close(start + 1, "$") is not { } end) return null;
        var body = text.AsSpan((start + 1)..(end - 1));
        if (body.IsWhiteSpace()) return null;
        var amount = char.IsAsciiDigit(body.TrimStart()[0]);
        var even = char.IsWhiteSpace(body[0]) == char.IsWhiteSpace(body[^1]);
        if (!even && (amount || body.Contains("\n\n", StringComparison.Ordinal))) return null;
        var looksClosed = !amount || !(end < text.Length && char.IsAsciiDigit(text[end]));
        return looksClosed && Currency.ProseWords(body) < (amount ? 1 : 3) ? end : null;
    }

    // A closing mark inside braces belongs to a nested formula (\text{for $x$}); where the braces do not balance, the first mark closes.
    private int? Close(int bodyStart, string mark)
    {
        var first = Next(mark, bodyStart);
        if (first < 0) return null;
        var depth = 0;
        for (var i = bodyStart; i < text.Length; i++)
        {
            var skip = text.AsSpan(i).IndexOfAny(Structure);
            if (skip < 0 || !Affordable(i - bodyStart)) break;
            i += skip;
            if (depth <= 0 && text.AsSpan(i).StartsWith(mark)) return i + mark.Length;
            if (text[i] == '{') depth++;
            else if (text[i] == '}') depth--;
            else if (text[i] == '\\') i++;
        }
        Waste(text.Length - bodyStart);
        return first + mark.Length;
    }

    private int? Environment(int start)
    {
        const string Begin = @"\begin{", End = @"\end{";
        if (Next(End, start) < 0) return null;
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            var skip = text.AsSpan(i).IndexOf('\\');
            if (skip < 0 || !Affordable(i - start)) break;
            i += skip;
            if (text.AsSpan(i).StartsWith(Begin)) depth++;
            else if (text.AsSpan(i).StartsWith(End) && --depth == 0)
            {
                var brace = text.IndexOf('}', i);
                return brace < 0 ? null : brace + 1;
            }
            i++;
        }
        return Waste(text.Length - start);
    }

    // The scan only moves right, so each kind of mark is looked for once between two finds. Escaped marks do not count.
    private int Next(string mark, int from)
    {
        if (nextOccurrence.TryGetValue(mark, out var known) && (known < 0 || known >= from)) return known;
        var at = text.IndexOf(mark, from, StringComparison.Ordinal);
        while (at >= 0 && mark[0] != '\\' && IsEscaped(at)) at = text.IndexOf(mark, at + 1, StringComparison.Ordinal);
        return nextOccurrence[mark] = at;
    }

    private bool IsEscaped(int at)
    {
        var slashes = 0;
        while (at - slashes > 0 && text[at - slashes - 1] == '\\') slashes++;
        return slashes % 2 == 1;
    }

    private bool Affordable(int steps) => wasted + steps <= 8L * text.Length;

    private int? Waste(int steps)
    {
        wasted += steps;
        return null;
    }

    private bool At(int index, char c) => index < text.Length && text[index] == c;
}
