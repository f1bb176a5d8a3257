using ExtraCot.Text.Units;

namespace ExtraCot.Compressor;

/// <summary>A thought and how far a teacher wants to keep each of its units.</summary>
/// <param name="Thought">The thought, cut into units.</param>
/// <param name="Keep">For each unit 1 (kept), 0 (dropped), the share of several choices that keep it, or NaN where nobody knows.</param>
public sealed record CompressorSample(SegmentedThought Thought, float[] Keep)
{
    /// <summary>Marks from half-open UTF-16 ranges that were kept, each of whole units.</summary>
    public static CompressorSample Of(SegmentedThought thought, IReadOnlyList<(int Start, int End)> kept) =>
        new(thought, [.. thought.Units.Select(unit => kept.Any(range => range.Start <= unit.Start && unit.End <= range.End) ? 1f : 0f)]);
}
