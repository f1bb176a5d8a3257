namespace ExtraCot.Chrpo;

/// <summary>What one way to choose the ratio would give on prompts whose teacher rollouts are known: looked up, not generated.</summary>
/// <param name="Name">"λ 0.2", or "always 0.2".</param>
/// <param name="Right">Mean pass rate at the chosen ratio.</param>
/// <param name="Length">Mean think tokens of right answers at the chosen ratio over mean L_ref.</param>
/// <param name="Entropy">Mean entropy of the choice in nats; 0 where one ratio serves all.</param>
/// <param name="Choices">Share of the prompts for each ratio of the grid.</param>
public sealed record HeadSweepRow(string Name, double Right, double Length, double Entropy, IReadOnlyList<double> Choices);
