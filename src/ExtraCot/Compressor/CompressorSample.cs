using ExtraCot.Text.Units;

namespace ExtraCot.Compressor;

/// <summary>A thought and which of its units a teacher keeps.</summary>
/// <param name="Thought">The thought, cut into units.</param>
/// <param name="Keep">One mark for each unit.</param>
public sealed record CompressorSample(SegmentedThought Thought, bool[] Keep);
