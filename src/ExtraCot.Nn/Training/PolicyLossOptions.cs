namespace ExtraCot.Nn.Training;

/// <summary>Constants of the clipped policy objective.</summary>
public sealed record PolicyLossOptions
{
    /// <value>Lower clip range ε_lo; default 0.2.</value>
    public double ClipLow { get; init; } = .2;

    /// <value>Upper clip range ε_hi; default 0.28 (clip-higher).</value>
    public double ClipHigh { get; init; } = .28;

    /// <value>Weight β of the KL estimate to the reference model; default 0.02.</value>
    public double KlWeight { get; init; } = .02;
}
