using System.Text.Json;
using System.Text.Json.Serialization;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>One line of a label file: a chain of thought and which of its units an annotator keeps.</summary>
/// <param name="Id">The trace's id as its line gave it (string or number).</param>
/// <param name="Annotator">Who labelled it, with all settings the labels depend on.</param>
/// <param name="Question">The question.</param>
/// <param name="Thought">The thought; <see cref="UnitDetector"/> cuts it into the units that the labels are about.</param>
/// <param name="Chunks">Labels; they tile the thought.</param>
public sealed record LabelledThought(JsonElement Id, string Annotator, string Question, string Thought, IReadOnlyList<ChunkLabels> Chunks)
{
    /// <value>Whether every chunk is labelled, or known to hold nothing.</value>
    [JsonIgnore]
    public bool IsComplete => Chunks.All(chunk => chunk.Status is ChunkStatus.Ok or ChunkStatus.Empty);

    /// <summary>For each unit whether it is kept; null where it is not labelled and must be masked.</summary>
    public bool?[] Marks(IReadOnlyList<Unit> units)
    {
        var marks = new bool?[units.Count];
        foreach (var (chunk, from, to) in Parts(units))
        {
            if (chunk.Status != ChunkStatus.Ok) continue;
            var range = 0;
            for (var i = from; i < to; i++)
            {
                var last = units[i].End - 1;
                while (range < chunk.Kept.Count && chunk.Kept[range][1] <= last) range++;
                marks[i] = range < chunk.Kept.Count && chunk.Kept[range][0] <= last;
            }
        }
        return marks;
    }

    /// <summary>The score of each unit; null where the annotator gave none.</summary>
    public float?[] UnitScores(IReadOnlyList<Unit> units)
    {
        var scores = new float?[units.Count];
        foreach (var (chunk, from, to) in Parts(units))
        {
            if (chunk.Scores is null || chunk.Scores.Length != to - from) continue; // scored over units that an older detector found
            for (var i = from; i < to; i++) scores[i] = chunk.Scores[i - from];
        }
        return scores;
    }

    private IEnumerable<(ChunkLabels Chunk, int From, int To)> Parts(IReadOnlyList<Unit> units)
    {
        var at = 0;
        foreach (var chunk in Chunks)
        {
            while (at < units.Count && units[at].Start < chunk.Start) at++;
            var from = at;
            while (at < units.Count && units[at].End <= chunk.End) at++;
            yield return (chunk, from, at);
        }
    }
}
