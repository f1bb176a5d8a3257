using ExtraCot.Nn.Training;

namespace ExtraCot.Pretraining;

/// <summary>Cuts the length-sorted documents of a step into padded batches that stay in the processor's cache.</summary>
internal static class MicroBatches
{
    private const int PaddedTokens = 1536;

    /// <summary>One worker's documents: every <paramref name="workers"/>-th, so that all workers get the same lengths and finish together.</summary>
    public static IEnumerable<TrainingSequence> Share(IReadOnlyList<TrainingSequence> sorted, int worker, int workers) =>
        sorted.Where((_, index) => index % workers == worker);

    /// <summary>Runs of neighbours; rows times longest row is at most <see cref="PaddedTokens"/>, but for a single longer document.</summary>
    public static IEnumerable<IReadOnlyList<TrainingSequence>> Cut(IEnumerable<TrainingSequence> sorted)
    {
        var rows = new List<TrainingSequence>();
        foreach (var document in sorted)
        {
            if (rows.Count > 0 && (rows.Count + 1) * document.Ids.Length > PaddedTokens)
            {
                yield return rows;
                rows = [];
            }
            rows.Add(document);
        }
        if (rows.Count > 0) yield return rows;
    }
}
