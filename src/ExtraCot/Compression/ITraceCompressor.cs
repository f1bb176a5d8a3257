using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>Cuts chains of thought to ratios of their length.</summary>
public interface ITraceCompressor : IDisposable
{
    /// <summary>Cuts several thoughts; what becomes of one does not depend on the others.</summary>
    /// <param name="thoughts">Thoughts and their units.</param>
    /// <param name="ratios">Ratios in (0, 1].</param>
    /// <returns>For each thought its tokens and one result for each ratio, in the order given.</returns>
    /// <exception cref="Text.Tokenization.TokenizationException">A tokenizer has no token for a piece of a text.</exception>
    IReadOnlyList<CompressedThoughts> Compress(IReadOnlyList<SegmentedThought> thoughts, IReadOnlyList<double> ratios);
}
