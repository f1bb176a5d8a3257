using ExtraCot.Options;

namespace ExtraCot.Chrpo;

/// <summary>
/// λ as the multiplier of "accuracy at least the target": after each batch λ ← clamp(λ·exp(η·(accuracy − target))). Accuracy above
/// the target buys tokens, below it gives tokens back.
/// </summary>
public sealed record LambdaOptions : IValidatable
{
    /// <value>Accuracy of the sampled policy that is to be kept, 0 … 1; default 0.97.</value>
    public double Target { get; init; } = .97;

    /// <value>η; default 0.5.</value>
    public double Rate { get; init; } = .5;

    /// <value>Smallest λ; default 0.05 (the prototype's one divergence was without limits).</value>
    public double Min { get; init; } = .05;

    /// <value>Greatest λ; default 0.3.</value>
    public double Max { get; init; } = .3;

    /// <summary>The next λ.</summary>
    public double Next(double lambda, double accuracy) => Math.Clamp(lambda * Math.Exp(Rate * (accuracy - Target)), Min, Max);

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Target is not (> 0 and <= 1)) yield return $"target: {Target}, expected more than 0 and at most 1";
        if (Rate is not (> 0 and <= 10)) yield return $"rate: {Rate}, expected more than 0 and at most 10";
        if (Min is not (> 0 and <= 1)) yield return $"min: {Min}, expected more than 0 and at most 1";
        if (Max < Min || Max > 1) yield return $"max: {Max}, expected from min ({Min}) to 1";
    }
}
