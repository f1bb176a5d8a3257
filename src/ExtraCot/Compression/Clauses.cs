using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>Cuts sentences at inner punctuation.</summary>
internal static class Clauses
{
    private const int Shortest = 3; // units before the mark: "So," and "Now," belong to what follows

    /// <summary>The clauses of a sentence, best first; each ends behind its comma, semicolon, colon or dash.</summary>
    public static IReadOnlyList<Range> Of(ThoughtLayout layout, Range sentence)
    {
        var clauses = new List<Range>();
        var first = sentence.Start.Value;
        for (var i = first; i < sentence.End.Value; i++)
        {
            var ends = i == sentence.End.Value - 1
                || (i - first >= Shortest && layout.Units[i].Kind == UnitKind.Punctuation
                    && layout.Thought.Text[layout.TextStart(i)] is ',' or ';' or ':' or '—' or '，' or '；' or '：');
            if (!ends) continue;
            clauses.Add(first..(i + 1));
            first = i + 1;
        }
        return clauses.OrderByDescending(layout.Score).ToList();
    }
}
