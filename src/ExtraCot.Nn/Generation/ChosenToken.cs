namespace ExtraCot.Nn.Generation;

/// <summary>What the sampler decided.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="LogProbability">Its log-probability, 0 unless asked for.</param>
/// <param name="Alternatives">The most likely tokens, best first; empty unless asked for.</param>
internal readonly record struct ChosenToken(int TokenId, float LogProbability, IReadOnlyList<TokenLogProbability> Alternatives);
