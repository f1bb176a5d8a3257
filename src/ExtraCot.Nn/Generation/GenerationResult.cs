namespace ExtraCot.Nn.Generation;

/// <summary>One finished sample.</summary>
/// <param name="TokenIds">The generated tokens without the prompt, with forced tokens, the stop token and those that hold a stop string.</param>
/// <param name="LogProbabilities">
/// For each token log p under the model itself: log-softmax in float32 of its logits at temperature 1, after
/// <see cref="SamplingOptions.AllowedFirstTokens"/> and before every other filter. Empty unless asked for.
/// </param>
/// <param name="FinishReason">Why it ended.</param>
public sealed record GenerationResult(IReadOnlyList<int> TokenIds, IReadOnlyList<float> LogProbabilities, FinishReason FinishReason)
{
    /// <value>For each token the most likely ones at its place, best first; empty unless asked for.</value>
    public IReadOnlyList<IReadOnlyList<TokenLogProbability>> TopLogProbabilities { get; init; } = [];

    /// <value>The stop string that ended the sample, or null.</value>
    public string? StopString { get; init; }
}
