using ExtraCot.Nn.Training;

namespace ExtraCot.Chrpo;

/// <summary>How the body is trained by reinforcement.</summary>
public sealed record BodyTrainerOptions
{
    /// <value>Prompts a step; default 24.</value>
    public int Prompts { get; init; } = 24;

    /// <value>n: rollouts a prompt; default 8.</value>
    public int GroupSize { get; init; } = 8;

    /// <value>Sampling temperature of the rollouts; default 1.</value>
    public float Temperature { get; init; } = 1;

    /// <value>Share of prompts asked at a fixed ratio; they keep the ratios apart and raise the low ratios' own accuracy. Default 0.5.</value>
    public double FixedShare { get; init; } = .5;

    /// <value>Relative frequency of the ratios 0.2 … 1.0 among fixed prompts.</value>
    public double[] FixedWeights { get; init; } = [4, 2, 1, 1, 1];

    /// <value>Learning rate; default 1.5e-4 (5e-4 was already noisy on the small world, 1e-3 destroyed the model).</value>
    public double LearningRate { get; init; } = 1.5e-4;

    /// <value>Tokens of one forward and backward pass a worker; default 8192.</value>
    public int TokensPerPass { get; init; } = 8192;

    /// <value>Worker threads; default 2.</value>
    public int Workers { get; init; } = 2;

    /// <value>Greatest gradient norm; default 1.</value>
    public double MaxGradientNorm { get; init; } = 1;

    /// <value>Clip range and KL weight.</value>
    public PolicyLossOptions Loss { get; init; } = new();

    /// <value>Constants of the reward.</value>
    public RewardOptions Reward { get; init; } = new();
}
