namespace ExtraCot.Nn.Training;

/// <summary>Cuts a list into runs of neighbours by their tokens.</summary>
public static class TokenBudget
{
    /// <summary>Each run holds at most <paramref name="budget"/> tokens, but for a single longer item.</summary>
    /// <param name="items">In order.</param>
    /// <param name="tokens">Tokens of an item.</param>
    /// <param name="budget">At least 1.</param>
    public static IEnumerable<IReadOnlyList<T>> Fill<T>(IEnumerable<T> items, Func<T, int> tokens, int budget)
    {
        var (run, filled) = (new List<T>(), 0);
        foreach (var item in items)
        {
            var count = tokens(item);
            if (run.Count > 0 && filled + count > budget)
            {
                yield return run;
                (run, filled) = ([], 0);
            }
            run.Add(item);
            filled += count;
        }
        if (run.Count > 0) yield return run;
    }
}
