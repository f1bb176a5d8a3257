using System.Runtime.ExceptionServices;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>Scores units once, then chooses whole units for every ratio.</summary>
/// <param name="scorer">Says what is worth keeping; disposed of with this where it can be.</param>
/// <param name="selection">Spends the budgets.</param>
/// <param name="workers">Threads that choose; default 2.</param>
public sealed class UnitCompressor(IUnitScorer scorer, ThoughtCompressor selection, int workers = 2) : ITraceCompressor
{
    /// <inheritdoc/>
    public IReadOnlyList<CompressedThoughts> Compress(IReadOnlyList<SegmentedThought> thoughts, IReadOnlyList<double> ratios)
    {
        var scores = scorer.Score(thoughts);
        var results = new CompressedThoughts[thoughts.Count];
        try
        {
            Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = workers }, i =>
            {
                var (tokens, cuts) = selection.Compress(thoughts[i], scores[i], ratios);
                results[i] = new CompressedThoughts(tokens, cuts);
            });
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => (scorer as IDisposable)?.Dispose();
}
