namespace ExtraCot.Nn.Layers.Fused;

/// <summary>What <see cref="DecoderLayerFunction"/> must know besides its tensors.</summary>
/// <param name="Attention">Heads and documents.</param>
/// <param name="Width">d, a multiple of 16.</param>
/// <param name="FeedForward">Width of gate and up each, a multiple of 16.</param>
internal sealed record DecoderLayerShape(AttentionShape Attention, int Width, int FeedForward)
{
    private const long CachedWeights = 1 << 19; // floats: 2 MB
    private IReadOnlyList<Chunk>? chunks;

    /// <value>
    /// Rows of one product. Where the layer's weights stay in a core's cache, so few that activations stay there as well; else so many that reading the
    /// weights, and reading and writing their gradients, weighs little beside the arithmetic.
    /// </value>
    internal int Block => WeightsStayCached ? 128 : 2048;

    /// <value>Whether the layer's weights fit into a core's cache.</value>
    internal bool WeightsStayCached => (long)Width * (Attention.Stride + Attended + 3L * FeedForward) <= CachedWeights;

    /// <value>H·D.</value>
    internal int Attended => Attention.Heads * Attention.Width;

    /// <value>Whole documents, one behind the other, of a block's rows together or one alone: what is taken through a layer at a time.</value>
    internal IReadOnlyList<Chunk> Chunks => chunks ??= [.. Divide()];

    /// <value>Rows of the longest chunk.</value>
    internal long Longest => Chunks.Max(chunk => chunk.Length);

    /// <value>Rows of the longest block.</value>
    internal long BlockRows => Math.Min(Longest, Block);

    private IEnumerable<Chunk> Divide()
    {
        var documents = Attention.Documents;
        for (int first = 0, next; first < documents.Count; first = next)
        {
            var (start, length) = (documents[first].Start, 0);
            for (next = first; next < documents.Count && (next == first || length + documents[next].Length <= Block); next++) length += documents[next].Length;
            yield return new Chunk(start, length, first, next - first, Block);
        }
    }

    /// <summary>Consecutive documents.</summary>
    /// <param name="Start">First row.</param>
    /// <param name="Length">Rows.</param>
    /// <param name="FirstDocument">Index.</param>
    /// <param name="Documents">Number.</param>
    /// <param name="Block">Rows of a block.</param>
    internal readonly record struct Chunk(int Start, int Length, int FirstDocument, int Documents, int Block)
    {
        /// <summary>The chunk's rows, a block at a time.</summary>
        internal IEnumerable<(int Start, int Length)> Blocks()
        {
            for (var from = 0; from < Length; from += Block) yield return (Start + from, Math.Min(Block, Length - from));
        }
    }
}
