using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Marked units as ranges of the text.</summary>
internal static class UnitRanges
{
    /// <summary>Half-open UTF-16 ranges of the marked units, neighbours joined; white space before a unit belongs to it.</summary>
    public static List<int[]> Of(IReadOnlyList<Unit> units, IReadOnlyList<bool> marked)
    {
        var ranges = new List<int[]>();
        for (var i = 0; i < units.Count; i++)
        {
            if (!marked[i]) continue;
            if (i > 0 && marked[i - 1]) ranges[^1][1] = units[i].End;
            else ranges.Add([units[i].Start, units[i].End]);
        }
        return ranges;
    }
}
