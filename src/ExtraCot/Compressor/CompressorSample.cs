using ExtraCot.Text.Units;

namespace ExtraCot.Compressor;

/// <summary>A thought with what an annotator would keep of it.</summary>
/// <param name="Thought">The thought in its units.</param>
/// <param name="Keep">One label a unit.</param>
public sealed record CompressorSample(SegmentedThought Thought, bool[] Keep)
{
    /// <summary>Labels from half-open UTF-16 ranges that were kept, each of whole units.</summary>
    public static CompressorSample Of(SegmentedThought thought, IReadOnlyList<(int Start, int End)> kept) =>
        new(thought, [.. thought.Units.Select(unit => kept.Any(range => range.Start <= unit.Start && unit.End <= range.End))]);
}
