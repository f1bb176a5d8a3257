using ExtraCot.Text.Units;

namespace ExtraCot.Compressor;

/// <summary>A thought and which of its units a teacher keeps.</summary>
/// <param name="Thought">The thought, cut into units.</param>
/// <param name="Keep">One mark for each unit.</param>
public sealed record CompressorSample(SegmentedThought Thought, bool[] Keep)
{
    /// <summary>Marks from half-open UTF-16 ranges that were kept, each of whole units.</summary>
    public static CompressorSample Of(SegmentedThought thought, IReadOnlyList<(int Start, int End)> kept) =>
        new(thought, [.. thought.Units.Select(unit => kept.Any(range => range.Start <= unit.Start && unit.End <= range.End))]);
}
