namespace ExtraCot.Nn.Generation;

/// <summary>Reported as soon as a token is chosen, and when a sample is cancelled.</summary>
/// <param name="Request">Index of the request in the call; 0 for one that was submitted alone.</param>
/// <param name="Sample">Index of the sample in the request.</param>
/// <param name="TokenId">The token; -1 where the sample was cancelled.</param>
/// <param name="FinishReason">Null while the sample goes on.</param>
public readonly record struct GeneratedToken(int Request, int Sample, int TokenId, FinishReason? FinishReason)
{
    /// <value>log p of the token, 0 unless <see cref="SamplingOptions.LogProbabilities"/> asks for it.</value>
    public float LogProbability { get; init; }

    /// <value>The most likely tokens, best first; empty unless <see cref="SamplingOptions.TopLogProbabilities"/> asks for them.</value>
    public IReadOnlyList<TokenLogProbability> TopLogProbabilities { get; init; } = [];
}
