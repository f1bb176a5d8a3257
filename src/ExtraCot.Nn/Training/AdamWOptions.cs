namespace ExtraCot.Nn.Training;

/// <summary>Constants of AdamW. Defaults are PyTorch's, but for the weight decay, which the trainers name.</summary>
public sealed record AdamWOptions
{
    /// <value>β1: decay of the first moment; default 0.9.</value>
    public double Beta1 { get; init; } = .9;

    /// <value>β2: decay of the second moment; default 0.999.</value>
    public double Beta2 { get; init; } = .999;

    /// <value>ε added to the root of the second moment; default 1e-8.</value>
    public double Epsilon { get; init; } = 1e-8;

    /// <value>Decoupled weight decay; default 0.01.</value>
    public double WeightDecay { get; init; } = .01;

    /// <value>Whether norms and biases decay too; default false.</value>
    public bool DecayVectors { get; init; }
}
