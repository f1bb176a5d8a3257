using ExtraCot.Text;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>The baseline that knows nothing: each sentence gets a random score, the same for the same text.</summary>
public sealed class RandomScorer : IUnitScorer
{
    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<SegmentedThought> thoughts) => thoughts.Select(Score).ToList();

    private static float[] Score(SegmentedThought thought)
    {
        var seed = 14695981039346656037UL; // FNV-1a: string hash codes differ from run to run
        foreach (var c in thought.Text) seed = (seed ^ c) * 1099511628211UL;
        var random = new SeededRandom(seed);
        var scores = new float[thought.Units.Count];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = i > 0 && thought.Units[i].Sentence == thought.Units[i - 1].Sentence ? scores[i - 1] : (float)random.NextDouble();
        return scores;
    }
}
