using ExtraCot.Engines;
using ExtraCot.Options;

namespace ExtraCot.Evaluation;

/// <summary>What is timed.</summary>
public sealed record LatencyOptions : IValidatable
{
    /// <value>The model.</value>
    public EngineSettings Model { get; init; } = new();

    /// <value>The model before stage 2; null takes the model's own mode "none".</value>
    public EngineSettings? Base { get; init; }

    /// <value>Names of the modes.</value>
    public string[] Ratios { get; init; } = ["0.2", "0.4", "0.6", "0.8", "1.0", "policy"];

    /// <value>Requests under way at once when throughput is measured; default 8.</value>
    public int Concurrency { get; init; } = 8;

    /// <value>The most tokens of a response; default 4096.</value>
    public int MaxNewTokens { get; init; } = 4096;

    /// <value>0 (default) is greedy.</value>
    public float Temperature { get; init; }

    /// <value>Price of an hour of the machine, in any currency; null for no reckoning.</value>
    public double? PricePerHour { get; init; }

    /// <value>What training and compression cost, in the same currency.</value>
    public double? TrainingCost { get; init; }

    /// <value>The modes, the base model's first.</value>
    internal IReadOnlyList<EvaluationMode> Modes => [.. Base is null ? (EvaluationMode[])[] : [EvaluationMode.Base], .. Ratios.Select(EvaluationMode.Parse)];

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Concurrency < 1) yield return $"concurrency: {Concurrency}; expected 1 or more";
        if (MaxNewTokens < 1) yield return $"maxNewTokens: {MaxNewTokens}; expected 1 or more";
        if (PricePerHour is <= 0) yield return $"pricePerHour: {PricePerHour}; expected more than 0";
        if (TrainingCost is < 0) yield return $"trainingCost: {TrainingCost}; expected 0 or more";
        if (PricePerHour is null != TrainingCost is null) yield return "pricePerHour and trainingCost belong together; give both or none";
    }
}
