namespace ExtraCot.MixedRatioSft.Training;

/// <summary>What one optimiser step did.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Tokens">Tokens of the step.</param>
/// <param name="Loss">Mean −log p of the response tokens, in nats.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="LearningRate">Rate of this step.</param>
/// <param name="Controls">The same by what the prompt asked for: "0.2" … "1.0", "policy", "none".</param>
public sealed record SftStep(int Step, int Steps, int Tokens, double Loss, double GradientNorm, double LearningRate, IReadOnlyDictionary<string, LossTally> Controls);
