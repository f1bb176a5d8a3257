using ExtraCot.Nn.Training;
using ExtraCot.Options;

namespace ExtraCot.Chrpo;

/// <summary>How rollouts change the weights.</summary>
public sealed record UpdateOptions : IValidatable
{
    /// <value>Learning rate; default 1.5e-4 (5e-4 was already noisy on the small world, 1e-3 destroyed the model; 1e-6 for 1.7B parameters).</value>
    public double LearningRate { get; init; } = 1.5e-4;

    /// <value>Optimiser steps a batch of rollouts, each on its part of them; default 1.</value>
    public int MiniBatches { get; init; } = 1;

    /// <value>α: weight of the first tokens' mean surrogate beside that of all other tokens; default 0.01 (spec, section 6.10).</value>
    public double HeadWeight { get; init; } = .01;

    /// <value>h: weight of the choice's entropy beside the first tokens' surrogate, falling linearly to 0; default 0.06 (the prototype needed at least that with centred advantages).</value>
    public double EntropyWeight { get; init; } = .06;

    /// <value>Clip range and KL weight.</value>
    public PolicyLossOptions Loss { get; init; } = new();

    /// <value>Greatest gradient norm; default 1.</value>
    public double MaxGradientNorm { get; init; } = 1;

    /// <value>Tokens of one forward and backward pass a worker; default 8192.</value>
    public int TokensPerPass { get; init; } = 8192;

    /// <value>Worker threads; default 2.</value>
    public int Workers { get; init; } = 2;

    /// <value>
    /// Greatest mean |log π_engine − log π_trainer| a token, plus the same of the choices, before the first update of a batch; above it training stops. Default 0.05.
    /// </value>
    public double MaxLogProbabilityGap { get; init; } = .05;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (LearningRate is not (> 0 and < 1)) yield return $"learningRate: {LearningRate}, expected more than 0 and less than 1";
        if (MiniBatches < 1) yield return $"miniBatches: {MiniBatches}, expected 1 or more";
        if (HeadWeight is not (>= 0 and <= 10)) yield return $"headWeight: {HeadWeight}, expected from 0 to 10";
        if (EntropyWeight is not (>= 0 and <= 10)) yield return $"entropyWeight: {EntropyWeight}, expected from 0 to 10";
        if (MaxGradientNorm is not > 0) yield return $"maxGradientNorm: {MaxGradientNorm}, expected more than 0";
        if (TokensPerPass < 1) yield return $"tokensPerPass: {TokensPerPass}, expected 1 or more";
        if (Workers is < 1 or > 1024) yield return $"workers: {Workers}, expected 1 to 1024";
        if (MaxLogProbabilityGap is not > 0) yield return $"maxLogProbabilityGap: {MaxLogProbabilityGap}, expected more than 0";
    }
}
