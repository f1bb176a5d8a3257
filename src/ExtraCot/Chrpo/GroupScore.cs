namespace ExtraCot.Chrpo;

/// <summary>What an objective makes of a group.</summary>
/// <param name="Rewards">Rewards of each rollout, term by term.</param>
/// <param name="Head">Advantage of each rollout's first token; zeros where the choice was given.</param>
/// <param name="Body">Advantage of each rollout's other tokens.</param>
public sealed record GroupScore(IReadOnlyList<RewardTerms> Rewards, double[] Head, double[] Body);
