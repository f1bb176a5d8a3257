using System.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>Makes readable text of kept units: no glued words, no mark without its word, sentences closed.</summary>
internal sealed class ReadableText(ThoughtLayout layout)
{
    private readonly string text = layout.Thought.Text;
    private readonly IReadOnlyList<Unit> units = layout.Units;

    /// <summary>Adjusts a selection: marks go with the words they belong to, the end mark of a sentence stays while anything of it stays. Nothing of <paramref name="before"/> is lost.</summary>
    public bool[] Tidy(bool[] selected, bool[] before)
    {
        var kept = (bool[])selected.Clone();
        foreach (var sentence in layout.Sentences) Tidy(kept, sentence.Start.Value, sentence.End.Value);
        for (var i = 0; i < kept.Length; i++) kept[i] |= before[i];
        return kept;
    }

    /// <summary>The kept units as text. Where something was left out, the widest break of the gap stands for it.</summary>
    public string Rebuild(bool[] kept)
    {
        var result = new StringBuilder();
        var last = -1;
        for (var i = 0; i < kept.Length; i++)
        {
            if (!kept[i]) continue;
            if (last >= 0) result.Append(Between(last, i));
            result.Append(text, layout.TextStart(i), units[i].End - layout.TextStart(i));
            last = i;
        }
        return result.ToString().TrimEnd();
    }

    private void Tidy(bool[] kept, int first, int end)
    {
        var words = false;
        for (var i = first; i < end; i++) words |= kept[i] && units[i].Kind != UnitKind.Punctuation;
        if (!words) Array.Fill(kept, false, first, end - first);
        if (!words) return;
        var close = end - 1;
        while (close > first && units[close].Kind == UnitKind.Punctuation && !IsEnd(close)) close--;
        if (IsEnd(close)) kept[close] = true;
        var ahead = !IsEnd(close) && end < units.Count && kept[end]; // whether a word follows before the sentence ends
        for (var i = end - 1; i >= first; i--)
        {
            if (units[i].Kind != UnitKind.Punctuation)
            {
                ahead |= kept[i];
                continue;
            }
            if (i == close && IsEnd(i)) continue;
            if (IsInner(i)) kept[i] &= ahead;
            if (!Follows(i)) kept[i] &= i + 1 < units.Count && kept[i + 1];
        }
        for (var i = first; i < end; i++)
            if (units[i].Kind == UnitKind.Punctuation && Follows(i) && !(i == close && IsEnd(i))) kept[i] &= i > 0 && kept[i - 1];
        Balance(kept, first, end);
    }

    // A bracket without its mate goes.
    private void Balance(bool[] kept, int first, int end)
    {
        var open = new Stack<int>();
        for (var i = first; i < end; i++)
        {
            if (units[i].Kind != UnitKind.Punctuation) continue;
            var mark = text[layout.TextStart(i)];
            if (mark is '(' or '[' or '（') open.Push(i);
            else if (mark is ')' or ']' or '）' && open.TryPop(out var mate)) kept[i] = kept[mate] = kept[i] && kept[mate];
        }
    }

    private string Between(int last, int next)
    {
        var gap = text[units[next].Start..layout.TextStart(next)];
        if (next == last + 1) return gap;
        if (units[next].Step > units[last].Step) return "\n\n";
        if (units[next].Sentence > units[last].Sentence && text.AsSpan(units[last].End, layout.TextStart(next) - units[last].End).Contains('\n')) return "\n";
        if (gap.Length == 0 && units[next].Kind == UnitKind.Punctuation && !IsOpening(next)) return "";
        return IsIdeographic(text[units[last].End - 1]) && IsIdeographic(text[layout.TextStart(next)]) ? "" : " ";
    }

    // A mark belongs to the word it touches: before it, else behind it.
    private bool Follows(int i) => units[i].Start == layout.TextStart(i) && !IsOpening(i);

    private bool IsOpening(int i) => text[layout.TextStart(i)] is '(' or '[' or '{' or '“' or '‘' or '（' or '「';

    private bool IsEnd(int i) => units[i].Kind == UnitKind.Punctuation && text[layout.TextStart(i)] is '.' or '!' or '?' or '。' or '！' or '？';

    private bool IsInner(int i) => text[layout.TextStart(i)] is ',' or ';' or ':' or '—' or '，' or '；' or '：' or '、';

    private static bool IsIdeographic(char c) => c is >= '\u3000' and <= '\u9fff' or >= '\uff00' and <= '\uffef';
}
