namespace ExtraCot.MixedRatioSft.Training;

/// <summary>Loss over some tokens.</summary>
/// <param name="Sum">Sum of −log p, in nats.</param>
/// <param name="Tokens">Response tokens.</param>
public readonly record struct LossTally(double Sum, long Tokens)
{
    /// <value>Mean a token; NaN without tokens.</value>
    public double Mean => Sum / Tokens;

    /// <summary>Both together.</summary>
    public static LossTally operator +(LossTally left, LossTally right) => new(left.Sum + right.Sum, left.Tokens + right.Tokens);

    /// <summary>Adds tallies by name, in the names' order.</summary>
    internal static IReadOnlyDictionary<string, LossTally> Join(IEnumerable<KeyValuePair<string, LossTally>> parts) =>
        new SortedDictionary<string, LossTally>(parts.GroupBy(part => part.Key).ToDictionary(group => group.Key, group => group.Aggregate(default(LossTally), (sum, part) => sum + part.Value)), StringComparer.Ordinal);
}
