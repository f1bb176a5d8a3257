namespace ExtraCot.Chrpo;

/// <summary>How the control head is fitted. Defaults are those measured on the small world's prototype.</summary>
public sealed record ControlHeadOptions
{
    /// <value>Gradient steps; default 400. More steps move the result along the frontier.</value>
    public int Steps { get; init; } = 400;

    /// <value>Prompts a step; default 32.</value>
    public int Batch { get; init; } = 32;

    /// <value>Adam's learning rate; default 3e-3.</value>
    public double LearningRate { get; init; } = 3e-3;

    /// <value>τ: how sharply small differences of utility count, 0.01 … 0.03; default 0.02.</value>
    public double Temperature { get; init; } = .02;
}
