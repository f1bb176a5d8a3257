using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compressor;

/// <summary>Which tokens stand in which unit. A token that crosses a border belongs to both units.</summary>
internal static class UnitTokens
{
    /// <summary>The tokens of each unit as a half-open range; empty where the tokenizer drops all of a unit's text.</summary>
    public static (int First, int End)[] Of(IReadOnlyList<Unit> units, TokenSpan[] tokens)
    {
        var ranges = new (int First, int End)[units.Count];
        var first = 0;
        for (var u = 0; u < units.Count; u++)
        {
            while (first < tokens.Length && tokens[first].End <= units[u].Start) first++;
            var end = first;
            while (end < tokens.Length && tokens[end].Start < units[u].End) end++;
            ranges[u] = (first, end);
        }
        return ranges;
    }

    /// <summary>A token is worth as much as the best of its units; NaN, which says that nobody knows, where no unit of it is marked.</summary>
    public static float[] Labels((int First, int End)[] ranges, float[] keep, int tokens)
    {
        var labels = new float[tokens];
        Array.Fill(labels, float.NaN);
        for (var u = 0; u < keep.Length; u++)
        {
            if (float.IsNaN(keep[u])) continue;
            foreach (ref var label in labels.AsSpan(ranges[u].First..ranges[u].End))
                if (!(label >= keep[u])) label = keep[u];
        }
        return labels;
    }

    /// <summary>The mean over each unit's tokens; 0 for a unit without any.</summary>
    public static float[] Means((int First, int End)[] ranges, float[] values) =>
        [.. ranges.Select(range => range.First == range.End ? 0 : values[range.First..range.End].Average())];
}
