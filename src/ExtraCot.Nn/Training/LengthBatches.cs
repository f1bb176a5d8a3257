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

    /// <summary>Shares of a batch, one a worker, with about equally many tokens: the step lasts as long as the largest. Shortest first in each.</summary>
    /// <param name="batch">In any order; of equal lengths the earlier one counts as shorter.</param>
    /// <param name="length">Tokens of a sequence.</param>
    /// <param name="workers">At least 1.</param>
    public static IReadOnlyList<IReadOnlyList<T>> Split<T>(IReadOnlyList<T> batch, Func<T, int> length, int workers)
    {
        var shares = Enumerable.Range(0, workers).Select(_ => new List<T>()).ToArray();
        var tokens = new long[workers];
        foreach (var item in batch.OrderBy(length).Reverse()) // the longest first, each to whom has least: no more than a third above the best split
        {
            var least = Array.IndexOf(tokens, tokens.Min());
            shares[least].Add(item);
            tokens[least] += length(item);
        }
        foreach (var share in shares) share.Reverse();
        return shares;
    }
}
