using System.Collections.Frozen;

namespace ExtraCot.Text.Units;

/// <summary>Numbers sentences and steps while the pieces of a text go by in order.</summary>
internal sealed class SentenceCounter(string text)
{
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "etc", "approx", "vs", "cf", "resp", "mr", "ms", "mrs", "dr", "fig", "eq", "thm", "cor", "prop", "no", "sec", "e.g", "i.e", "g", "e");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AbbreviationLookup =
        Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();

    private int before = -1; // start of the piece before the last one
    private int last = -1;
    private int lastEnd;
    private bool ended;
    private bool lineOpened = true;

    /// <value>Sentence of the piece entered last, from 0.</value>
    public int Sentence { get; private set; }

    /// <value>Step (paragraph) of the piece entered last, from 0.</value>
    public int Step { get; private set; }

    /// <summary>Takes the next piece: white space from <paramref name="gap"/>, then the piece itself.</summary>
    public void Enter(int gap, int start, int end, UnitKind kind)
    {
        var lines = text.AsSpan(gap, start - gap).Count('\n');
        if (last >= 0)
        {
            var closes = kind == UnitKind.Punctuation && start == lastEnd && IsCloser(text[start]);
            var splitNumber = lines == 0 && lastEnd > 1 && char.IsAsciiDigit(text[lastEnd - 2]) && text[lastEnd - 1] == '.' && char.IsAsciiDigit(text[start]); // "3. 14"
            if (lines > 0 || (ended && !closes && !splitNumber && (start > lastEnd || !IsLatinStop(text[lastEnd - 1]))))
            {
                Sentence++;
                ended = false;
            }
            if (lines > 1) Step++;
        }
        if (kind == UnitKind.Punctuation && IsTerminator(text[start])) ended = !IsInner(start);
        else if (!(kind == UnitKind.Punctuation && IsCloser(text[start]))) ended = false;
        lineOpened = before < 0 || lines > 0 || last < 0;
        (before, last, lastEnd) = (last, start, end);
    }

    // "1." opening a line is its number, "e.g." an abbreviation.
    private bool IsInner(int dot)
    {
        if (text[dot] != '.' || last < 0 || lastEnd != dot) return false;
        var word = text.AsSpan(last, lastEnd - last);
        return AbbreviationLookup.Contains(word) || (lineOpened && char.IsAsciiDigit(word[0]) && word.Length <= 3);
    }

    private static bool IsTerminator(char c) => c is '.' or '!' or '?' or '。' or '！' or '？' or '…';

    private static bool IsLatinStop(char c) => c is '.' or '!' or '?';

    private static bool IsCloser(char c) => c is ')' or ']' or '"' or '\'' or '”' or '’' or '*' or '_' or '）' or '」';
}
