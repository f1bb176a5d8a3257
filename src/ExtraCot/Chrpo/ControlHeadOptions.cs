namespace ExtraCot.Chrpo;

/// <summary>How the control head is fitted. Defaults: chosen on validation problems of the small world.</summary>
public sealed record ControlHeadOptions
{
    /// <value>Gradient steps; default 1200. More steps move the result along the frontier.</value>
    public int Steps { get; init; } = 1200;

    /// <value>Prompts a step; default 32.</value>
    public int Batch { get; init; } = 32;

    /// <value>Adam's learning rate; default 3e-3.</value>
    public double LearningRate { get; init; } = 3e-3;

    /// <value>τ: how sharply small differences of utility count, 0.01 … 0.03; default 0.01.</value>
    public double Temperature { get; init; } = .01;
}
