using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>The baseline that keeps the beginning: scores fall from unit to unit.</summary>
public sealed class TruncationScorer : IUnitScorer
{
    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<SegmentedThought> thoughts) =>
        thoughts.Select(thought => Enumerable.Range(0, thought.Units.Count).Select(i => 1 - i / (float)thought.Units.Count).ToArray()).ToList();
}
