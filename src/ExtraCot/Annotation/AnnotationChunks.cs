using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Cuts a thought into chunks that one request can label.</summary>
internal static class AnnotationChunks
{
    /// <summary>Ranges of units that tile the thought: whole sentences where they fit, each chunk at most <paramref name="most"/> units; a chunk ends at a step where one ends in its second half.</summary>
    public static IReadOnlyList<Range> Of(IReadOnlyList<Unit> units, int most)
    {
        var chunks = new List<Range>();
        for (var start = 0; start < units.Count;)
        {
            var end = units.Count - start <= most ? units.Count : Border(units, start, start + most);
            chunks.Add(start..end);
            start = end;
        }
        return chunks;
    }

    private static int Border(IReadOnlyList<Unit> units, int start, int limit)
    {
        for (var end = limit; end > start + (limit - start) / 2; end--)
            if (units[end].Step > units[end - 1].Step) return end;
        for (var end = limit; end > start; end--)
            if (units[end].Sentence > units[end - 1].Sentence) return end;
        return limit; // a sentence longer than a chunk
    }
}
