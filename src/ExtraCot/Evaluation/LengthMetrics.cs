namespace ExtraCot.Evaluation;

/// <summary>Lengths against the base model's lengths on the same questions; definitions in docs/metrics.md.</summary>
public static class LengthMetrics
{
    /// <summary>ActRatio as the paper reports it: mean think tokens over the base model's mean think tokens. Long thoughts weigh more.</summary>
    /// <returns>NaN when the base model wrote no token.</returns>
    public static double ActRatio(IReadOnlyList<double> tokens, IReadOnlyList<double> baseTokens)
    {
        RequirePairs(tokens, baseTokens);
        var total = baseTokens.Sum();
        return total == 0 ? double.NaN : tokens.Sum() / total;
    }

    /// <summary>The other ActRatio: mean over questions of the realised ratio. Every question weighs the same.</summary>
    /// <returns>NaN when no question has a base thought.</returns>
    public static double ActRatioOfItems(IReadOnlyList<double> tokens, IReadOnlyList<double> baseTokens) =>
        RealisedRatios(tokens, baseTokens).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Control accuracy: share of questions whose realised ratio is within a tolerance of the target.</summary>
    /// <param name="tokens">Think tokens, one a question.</param>
    /// <param name="baseTokens">The base model's think tokens in the same order.</param>
    /// <param name="target">The ratio asked for, 0.2 … 1.0.</param>
    /// <param name="tolerance">Default 0.1 (spec of stages 2 and 3, section 6.5).</param>
    public static double ControlAccuracy(IReadOnlyList<double> tokens, IReadOnlyList<double> baseTokens, double target, double tolerance = 0.1) =>
        // The slack keeps 0.3 within 0.1 of 0.2 in spite of binary fractions.
        RealisedRatios(tokens, baseTokens).Select(ratio => Math.Abs(ratio - target) <= tolerance + 1e-9 ? 1.0 : 0.0).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Think tokens over the base model's think tokens question by question; questions whose base thought is empty have none and are left out.</summary>
    public static IReadOnlyList<double> RealisedRatios(IReadOnlyList<double> tokens, IReadOnlyList<double> baseTokens)
    {
        RequirePairs(tokens, baseTokens);
        return [.. tokens.Zip(baseTokens).Where(pair => pair.Second > 0).Select(pair => pair.First / pair.Second)];
    }

    private static void RequirePairs(IReadOnlyList<double> tokens, IReadOnlyList<double> baseTokens)
    {
        if (tokens.Count != baseTokens.Count)
            throw new ArgumentException($"{tokens.Count} lengths against {baseTokens.Count} of the base model: expected the same questions", nameof(tokens));
    }
}
