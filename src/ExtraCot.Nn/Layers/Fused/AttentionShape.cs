namespace ExtraCot.Nn.Layers.Fused;

/// <summary>What <see cref="AttentionFunction"/> must know besides its tensors.</summary>
/// <param name="Heads">H: query heads.</param>
/// <param name="Groups">Hk: key/value heads.</param>
/// <param name="Width">D, a multiple of <see cref="WidthUnit"/>.</param>
/// <param name="Epsilon">ε of the norms of queries and keys.</param>
/// <param name="Documents">Start and length of each document among the rows.</param>
internal sealed record AttentionShape(int Heads, int Groups, int Width, float Epsilon, IReadOnlyList<(int Start, int Length)> Documents)
{
    /// <summary>Head sizes the fused operation can do: each half of a head is rotated in whole vectors.</summary>
    internal const int WidthUnit = Tile.Width;

    /// <value>Elements of one row of fused queries, keys and values.</value>
    public int Stride => (Heads + 2 * Groups) * Width;

    /// <value>One task a document and key/value head.</value>
    public int Tasks => Documents.Count * Groups;
}
