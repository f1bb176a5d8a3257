using System.Collections.Frozen;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Finds where a thought states its answer.</summary>
internal static class Conclusion
{
    private static readonly FrozenSet<string> Marks = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "answer", "therefore", "thus", "hence", "so", "conclusion", "finally", "overall", "答", "此", "以");

    /// <summary>The sentence of the final statement: the last boxed one, else the last that concludes with a value, else the last with a value, else the last.</summary>
    /// <returns>Index into <paramref name="sentences"/>; −1 for an empty thought.</returns>
    public static int Sentence(SegmentedThought thought, IReadOnlyList<Range> sentences)
    {
        const int Tail = 6; // sentences: remarks after the answer are shorter than that
        var valued = -1;
        var concluding = -1;
        for (var i = sentences.Count - 1; i >= 0; i--)
        {
            var (boxed, value, mark) = Traits(thought, sentences[i]);
            if (boxed) return i;
            if (value && valued < 0) valued = i;
            if (value && mark && concluding < 0) concluding = i;
        }
        return concluding >= 0 && valued - concluding <= Tail ? concluding : valued >= 0 ? valued : sentences.Count - 1;
    }

    private static (bool Boxed, bool Value, bool Mark) Traits(SegmentedThought thought, Range sentence)
    {
        var (boxed, value, mark) = (false, false, false);
        foreach (var unit in thought.Units.Slice(sentence))
        {
            var text = thought.Text.AsSpan(unit.Start, unit.End - unit.Start).Trim();
            if (unit.Kind is UnitKind.Formula or UnitKind.Equation)
            {
                value = true;
                boxed |= text.Contains(@"\boxed", StringComparison.Ordinal);
            }
            else if (unit.Kind == UnitKind.Word)
            {
                value |= text.IndexOfAnyInRange('0', '9') >= 0;
                mark |= Marks.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);
            }
        }
        return (boxed, value, mark);
    }
}
