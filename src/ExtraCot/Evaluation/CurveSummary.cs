namespace ExtraCot.Evaluation;

/// <summary>The trade-off of a model at its fixed ratios in two figures.</summary>
/// <param name="FromTokens">Fewest mean think tokens of a ratio.</param>
/// <param name="ToTokens">Most.</param>
/// <param name="Area">Area under the curve between them over their distance: the mean accuracy.</param>
/// <param name="TokensToReachBase">Fewest mean think tokens at which the curve reaches the base's accuracy; null when it never does.</param>
public sealed record CurveSummary(double FromTokens, double ToTokens, double Area, double? TokensToReachBase)
{
    /// <summary>The figures of a run; null with fewer than two ratios of different length.</summary>
    public static CurveSummary? Of(EvaluatedRun run)
    {
        if (PointsOf(run) is not { Count: >= 2 } points) return null;
        var (from, to) = (points.Min(point => point.Tokens), points.Max(point => point.Tokens));
        if (from >= to) return null;
        var curve = new AccuracyCurve(points);
        return new(Math.Round(from, 2), Math.Round(to, 2), Math.Round(curve.Area(from, to), 4), run.Base is { } basis && curve.TokensToReach(basis.Accuracy) is { } tokens ? Math.Round(tokens, 2) : null);
    }

    /// <summary>Mean think tokens and accuracy at each fixed ratio; where a run has none (predictions of another program), of each mode but the base's.</summary>
    internal static IReadOnlyList<(double Tokens, double Accuracy)> PointsOf(EvaluatedRun run)
    {
        var ratios = run.Modes.Where(mode => mode.Value.Control?.Ratio is not null).ToList();
        var modes = ratios.Count > 0 ? ratios : [.. run.Modes.Where(mode => mode.Key != run.BaseName)];
        return [.. modes.Select(mode => (mode.Value.ThinkTokens, mode.Value.Accuracy))];
    }
}
