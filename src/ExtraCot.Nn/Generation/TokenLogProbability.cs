namespace ExtraCot.Nn.Generation;

/// <summary>A token that could have been chosen.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="LogProbability">log p under the model itself, as in <see cref="GenerationResult.LogProbabilities"/>.</param>
public readonly record struct TokenLogProbability(int TokenId, float LogProbability);
