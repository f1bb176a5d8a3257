namespace ExtraCot.Nn.Layers.Fused;

/// <summary>
/// Causal attention of one document and one key/value head with all its query heads: norms, rotation, scores, softmax and weighted values without
/// leaving the cache (Dao et al., arXiv 2205.14135). Here what both directions need.
/// </summary>
/// <param name="shape">Sizes.</param>
/// <param name="document">Start and length.</param>
/// <param name="group">Key/value head.</param>
/// <param name="data">The pass's tensors.</param>
internal abstract unsafe class AttentionTask(AttentionShape shape, (int Start, int Length) document, int group, AttentionData data)
{
    private const float BinaryLogarithmOfE = 1.44269504f;

    protected readonly int length = document.Length, width = shape.Width, queries = shape.Heads / shape.Groups;
    protected readonly int rows = (document.Length + Tile.Width - 1) / Tile.Width * Tile.Width; // whole tiles

    protected AttentionShape Shape { get; } = shape;

    protected AttentionData Data { get; } = data;

    protected int Panels => width / Tile.Width;

    protected float Scale => 1f / MathF.Sqrt(width);

    protected int KeyOffset => (Shape.Heads + group) * width;

    protected int ValueOffset => (Shape.Heads + Shape.Groups + group) * width;

    protected float* Values => Data.Input + Row(0) * Shape.Stride + ValueOffset;

    protected long Row(int row) => document.Start + row;

    // Index among all query heads.
    protected int Head(int query) => group * queries + query;

    // The keys [length, D], normalised and rotated.
    protected void RotateKeys(float* target) => RotateAll(KeyOffset, Data.KeyNorm, 1, target);

    // One head's queries, besides scaled so that their products with keys are exponents of two.
    protected void RotateQueries(int head, float* target) => RotateAll(head * width, Data.QueryNorm, Scale * BinaryLogarithmOfE, target);

    // What a block's queries have to do with all keys they can see: [key, query], 32 queries after another while eight keys stay near.
    // left: rows [.., D] of keys, in whole tiles; turned: panels of 32 queries, each [D, 32].
    protected void Scores(float* left, float* turned, int block, int end, float* scores, int pitch)
    {
        for (var panel = block; panel < end; panel += Tile.Width)
            for (var key = 0; key < Math.Min(panel + Tile.Width, length); key += Tile.Height)
                Tile.Multiply(left + key * width, width, 1, width, turned + panel * width, scores + key * pitch + panel - block, pitch, add: false);
    }

    // [length, D] to panels of 32 rows, each transposed to [D, 32].
    protected void Transpose(float* source, int stride, float* target)
    {
        for (var row = 0; row < length; row += Tile.Width)
            Transposition.Run(source + (long)row * stride, stride, Math.Min(Tile.Width, length - row), width, target + row * width, Tile.Width);
    }

    // [length, D] to panels of 32 columns: [D / 32][rows, 32].
    protected void Panelise(float* source, int stride, float* target)
    {
        for (var row = 0; row < length; row++)
            for (var panel = 0; panel < Panels; panel++)
                new ReadOnlySpan<float>(source + (long)row * stride + panel * Tile.Width, Tile.Width).CopyTo(new Span<float>(target + (panel * rows + row) * Tile.Width, Tile.Width));
    }

    private void RotateAll(int offset, float* norm, float scale, float* target)
    {
        for (var row = 0; row < length; row++)
            HeadRotation.Forward(Data.Input + Row(row) * Shape.Stride + offset, norm, Data.Cosine + row * width, Data.Sine + row * width, width, Shape.Epsilon, scale, target + row * width);
    }
}
