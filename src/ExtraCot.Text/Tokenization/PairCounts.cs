namespace ExtraCot.Text.Tokenization;

/// <summary>The words of a BPE training and how often each pair of neighbouring symbols occurs in them, kept up to date while pairs are merged.</summary>
internal sealed class PairCounts
{
    private readonly List<(List<int> Symbols, long Count)> words;
    private readonly Dictionary<(int Left, int Right), long> counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> places = []; // words in which a pair occurs, or once did
    private readonly PriorityQueue<(int Left, int Right, long Count), (long, int, int)> queue = new();

    public PairCounts(IEnumerable<(int[] Symbols, long Count)> words)
    {
        this.words = [.. words.Select(word => (word.Symbols.ToList(), word.Count))];
        for (var w = 0; w < this.words.Count; w++)
            for (var i = 0; i + 1 < this.words[w].Symbols.Count; i++) Add((this.words[w].Symbols[i], this.words[w].Symbols[i + 1]), this.words[w].Count, w);
        foreach (var pair in counts.Keys) Offer(pair);
    }

    /// <summary>The most frequent pair, or null when none occurs often enough.</summary>
    public (int Left, int Right)? TakeBest(long fewest)
    {
        while (queue.TryDequeue(out var offer, out _))
        {
            var pair = (offer.Left, offer.Right);
            var count = counts.GetValueOrDefault(pair);
            if (count != offer.Count) continue; // stale: a later offer has the count of now
            return count >= fewest ? pair : null;
        }
        return null;
    }

    /// <summary>Makes one symbol of every occurrence of a pair.</summary>
    public void Merge((int Left, int Right) pair, int symbol)
    {
        var touched = new HashSet<(int, int)>();
        foreach (var w in places[pair].Order())
        {
            var (symbols, count) = words[w];
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if (symbols[i] != pair.Left || symbols[i + 1] != pair.Right) continue;
                if (i > 0) Change((symbols[i - 1], pair.Left), (symbols[i - 1], symbol));
                if (i + 2 < symbols.Count) Change((pair.Right, symbols[i + 2]), (symbol, symbols[i + 2]));
                symbols[i] = symbol;
                symbols.RemoveAt(i + 1);
            }

            void Change((int, int) before, (int, int) after)
            {
                Add(before, -count, w);
                Add(after, count, w);
                touched.Add(before);
                touched.Add(after);
            }
        }
        counts.Remove(pair);
        places.Remove(pair);
        foreach (var changed in touched) if (changed != pair) Offer(changed);
    }

    private void Add((int, int) pair, long count, int word)
    {
        counts[pair] = counts.GetValueOrDefault(pair) + count;
        if (!places.TryGetValue(pair, out var known)) places[pair] = known = [];
        known.Add(word);
    }

    private void Offer((int Left, int Right) pair)
    {
        if (counts.GetValueOrDefault(pair) is var count && count > 0) queue.Enqueue((pair.Left, pair.Right, count), (-count, pair.Left, pair.Right));
    }
}
