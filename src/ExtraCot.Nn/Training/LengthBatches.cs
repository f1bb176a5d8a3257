using ExtraCot.Text;

namespace ExtraCot.Nn.Training;

/// <summary>Groups sequences of similar length, so that padding costs little, into batches of about equal size in random order.</summary>
public static class LengthBatches
{
    private const int SortWindow = 8192;

    /// <summary>Indices of the sequences, batch by batch; each sequence once.</summary>
    /// <param name="lengths">Tokens of each sequence.</param>
    /// <param name="tokensPerBatch">Rows times longest row at most; a longer sequence gets a batch of its own.</param>
    /// <param name="random">Order.</param>
    public static List<int[]> Make(IReadOnlyList<int> lengths, int tokensPerBatch, SeededRandom random)
    {
        var order = Enumerable.Range(0, lengths.Count).ToArray();
        random.Shuffle(order);
        var batches = new List<int[]>();
        foreach (var window in order.Chunk(SortWindow))
        {
            Array.Sort(window, (a, b) => lengths[a] != lengths[b] ? lengths[a].CompareTo(lengths[b]) : a.CompareTo(b));
            var batch = new List<int>();
            foreach (var index in window)
            {
                if (batch.Count > 0 && (batch.Count + 1) * lengths[index] > tokensPerBatch)
                {
                    batches.Add([.. batch]);
                    batch.Clear();
                }
                batch.Add(index);
            }
            batches.Add([.. batch]);
        }
        random.Shuffle(batches);
        return batches;
    }

    /// <summary>Shares of a length-sorted batch, one a worker: every <paramref name="workers"/>-th, so that they hold about equally many tokens.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> Split<T>(IReadOnlyList<T> batch, int workers) =>
        [.. Enumerable.Range(0, workers).Select(w => batch.Where((_, index) => index % workers == w).ToList())];
}
