namespace ExtraCot.Nn.Generation;

/// <summary>One finished sample.</summary>
/// <param name="TokenIds">The generated tokens without the prompt, with forced tokens and the stop token.</param>
/// <param name="LogProbabilities">
/// For each token log p under the model itself: log-softmax in float32 of its logits at temperature 1, after
/// <see cref="SamplingOptions.AllowedFirstTokens"/> and before every other filter. Empty unless asked for.
/// </param>
/// <param name="FinishReason">Why it ended.</param>
public sealed record GenerationResult(IReadOnlyList<int> TokenIds, IReadOnlyList<float> LogProbabilities, FinishReason FinishReason);
