namespace ExtraCot.SftData;

/// <summary>Shares a target out over buckets of unequal supply (spec of stages 2 and 3, sections 1.6 and 1.8).</summary>
internal static class LengthQuota
{
    /// <summary>The bucket of a length: that of the first edge above it.</summary>
    public static int Bucket(int length, IReadOnlyList<int> edges)
    {
        var bucket = 0;
        while (bucket < edges.Count && length >= edges[bucket]) bucket++;
        return bucket;
    }

    /// <summary>
    /// An equal share for each bucket as far as its supply goes; what is left over goes out one at a time, round after round, over the buckets in the order of
    /// their remaining supply (the largest first, the lower index among equals).
    /// </summary>
    public static int[] Allocate(IReadOnlyList<int> supplies, int target)
    {
        var quotas = supplies.Select(supply => Math.Min(supply, target / supplies.Count)).ToArray();
        var rest = Math.Min(target, supplies.Sum()) - quotas.Sum();
        var order = Enumerable.Range(0, supplies.Count).OrderByDescending(i => supplies[i] - quotas[i]).ToArray();
        while (rest > 0)
            foreach (var i in order.Where(i => quotas[i] < supplies[i]))
            {
                if (rest == 0) break;
                quotas[i]++;
                rest--;
            }
        return quotas;
    }
}
