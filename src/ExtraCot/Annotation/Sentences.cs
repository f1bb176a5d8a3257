using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Unit ranges of the sentences of a thought.</summary>
internal static class Sentences
{
    /// <summary>For each sentence the range of its units.</summary>
    public static IReadOnlyList<Range> Of(IReadOnlyList<Unit> units)
    {
        var ranges = new List<Range>();
        for (var first = 0; first < units.Count;)
        {
            var end = first + 1;
            while (end < units.Count && units[end].Sentence == units[first].Sentence) end++;
            ranges.Add(first..end);
            first = end;
        }
        return ranges;
    }

    /// <summary>The units of a range, without copying.</summary>
    public static IEnumerable<Unit> Slice(this IReadOnlyList<Unit> units, Range range)
    {
        for (var i = range.Start.Value; i < range.End.Value; i++) yield return units[i];
    }
}
