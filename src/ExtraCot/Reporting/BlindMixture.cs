using ExtraCot.Evaluation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Reporting;

/// <summary>
/// What the policy must beat: a coin decides for each problem between two neighbouring fixed ratios (0.2 and 0.4 for a short policy),
/// weighted so that the mean think tokens equal the policy's.
/// </summary>
/// <param name="Lower">The shorter ratio.</param>
/// <param name="Upper">The longer ratio.</param>
/// <param name="UpperShare">Probability of the longer one, 0 … 1; at the ends of the grid the coin has one side.</param>
/// <param name="ThinkTokens">Mean think tokens of the mixture.</param>
/// <param name="Accuracy">Expected accuracy of the mixture.</param>
/// <param name="PolicyMinusMixture">How far the policy is above it.</param>
/// <param name="Interval">Paired bootstrap 95 % interval of that.</param>
public sealed record BlindMixture(string Lower, string Upper, double UpperShare, double ThinkTokens, double Accuracy, double PolicyMinusMixture, ReportInterval Interval)
{
    /// <summary>Mixes fixed ratios to a policy's length.</summary>
    /// <exception cref="ArgumentException">Fewer than two fixed ratios.</exception>
    public static BlindMixture Of(IReadOnlyList<ModeResult> atFixedRatios, ModeResult policy)
    {
        if (atFixedRatios.Count < 2) throw new ArgumentException("a mixture needs two fixed ratios", nameof(atFixedRatios));
        var grid = atFixedRatios.OrderBy(mode => mode.ThinkTokens).ToList();
        var index = Math.Clamp(grid.FindIndex(mode => mode.ThinkTokens >= policy.ThinkTokens), 1, grid.Count - 1);
        if (policy.ThinkTokens > grid[^1].ThinkTokens) index = grid.Count - 1;
        var (lower, upper) = (grid[index - 1], grid[index]);
        var width = upper.ThinkTokens - lower.ThinkTokens;
        var share = width == 0 ? 0 : Math.Clamp((policy.ThinkTokens - lower.ThinkTokens) / width, 0, 1);
        var right = policy.RightShares;
        double[] mixed = [.. lower.RightShares.Zip(upper.RightShares, (low, high) => low + share * (high - low))];
        return new(Name(lower), Name(upper), Rounded.Share(share), Rounded.Tokens(lower.ThinkTokens + share * width),
            Rounded.Share(mixed.Average()), Rounded.Share(right.Average() - mixed.Average()), ReportInterval.Of(new PairedBootstrap(right, mixed).Difference())!);
    }

    private static string Name(ModeResult mode) => (mode.Control ?? ControlToken.Policy).Name;
}
