namespace ExtraCot.Text.Units;

/// <summary>A chain of thought cut into units, with the question it answers.</summary>
/// <param name="Question">The question.</param>
/// <param name="Text">The thought.</param>
/// <param name="Units">Its units in order; they tile <paramref name="Text"/>.</param>
public sealed record SegmentedThought(string Question, string Text, IReadOnlyList<Unit> Units);
