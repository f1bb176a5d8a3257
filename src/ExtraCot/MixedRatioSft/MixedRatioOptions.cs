namespace ExtraCot.MixedRatioSft;

/// <summary>How training samples are mixed.</summary>
public sealed record MixedRatioOptions
{
    /// <value>Number of samples drawn.</value>
    public int Samples { get; init; } = 10_000;

    /// <value>Share of samples asked with the policy token; default 0.3 (the prototype's mix).</value>
    public double PolicyShare { get; init; } = .3;

    /// <value>
    /// Relative frequency of the ratios 0.2 … 1.0. The paper's mix is equal; low ratios are short, so drawing them more often
    /// costs few tokens and trains what is hardest.
    /// </value>
    public double[] RatioWeights { get; init; } = [1, 1, 1, 1, 1];
}
