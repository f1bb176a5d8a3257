using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>
/// Causal attention of one document and one key/value head with all its query heads: norms, rotation, scores, softmax and
/// weighted values without leaving the cache. Backward recomputes the probabilities from the saved log-sum-exp
/// (Dao et al., arXiv 2205.14135).
/// </summary>
/// <param name="shape">Sizes.</param>
/// <param name="document">Start and length.</param>
/// <param name="group">Key/value head.</param>
/// <param name="data">The pass's tensors.</param>
internal sealed unsafe class AttentionTask(AttentionShape shape, (int Start, int Length) document, int group, AttentionData data) : IDisposable
{
    private const int QueryBlock = 64;
    private readonly int length = document.Length, width = shape.Width, queries = shape.Heads / shape.Groups;
    private readonly int rows = RoundUp(document.Length), columns = RoundUp(shape.Width); // both to whole tiles
    private readonly List<AlignedBuffer> buffers = [];

    private int Panels => columns / Tile.Width;

    private float Scale => 1f / MathF.Sqrt(width);

    private int KeyOffset => (shape.Heads + group) * width;

    private int ValueOffset => (shape.Heads + shape.Groups + group) * width;

    private float* Values => data.Input + Row(0) * shape.Stride + ValueOffset;

    /// <summary>Writes the attended values and the log-sum-exp of each row's scores.</summary>
    internal void Forward()
    {
        float* keys = New(rows * columns), transposedKeys = New(rows * width), values = New(rows * columns);
        float* query = New(rows * width), scores = New(Tile.Height * rows), mixed = New(Tile.Height * columns);
        RotateAll(KeyOffset, data.KeyNorm, 1, query); // a buffer of the right size
        Transpose(query, width, transposedKeys);
        Panelise(Values, shape.Stride, values);
        for (var i = 0; i < queries; i++)
        {
            var head = group * queries + i;
            RotateAll(head * width, data.QueryNorm, Scale, query);
            for (var row = 0; row < length; row += Tile.Height)
            {
                var limit = RoundUp(row + Tile.Height);
                for (var panel = 0; panel < limit; panel += Tile.Width)
                    Tile.Multiply(query + row * width, width, 1, width, transposedKeys + panel * width, scores + panel, rows, add: false);
                for (var r = 0; r < Tile.Height; r++) Softmax(scores + r * rows, row + r, limit, head);
                for (var panel = 0; panel < Panels; panel++)
                    Tile.Multiply(scores, rows, 1, limit, values + panel * rows * Tile.Width, mixed + panel * Tile.Width, columns, add: false);
                for (var r = 0; r < Tile.Height && row + r < length; r++)
                    new ReadOnlySpan<float>(mixed + r * columns, width).CopyTo(new Span<float>(data.Output + Row(row + r) * shape.Heads * width + head * width, width));
            }
        }
    }

    /// <summary>Writes the gradients of queries, keys and values; adds those of the norms' weights.</summary>
    /// <param name="queryNorm">[D] of this task alone.</param>
    /// <param name="keyNorm">[D] of this task alone.</param>
    internal void Backward(float* queryNorm, float* keyNorm)
    {
        float* query = New(rows * width), outer = New(rows * width), delta = New(rows);
        float* transposedKeys = New(rows * width), transposedValues = New(rows * width), keyPanels = New(rows * columns);
        float* queryPanels = New(rows * columns), outerPanels = New(rows * columns);
        float* keyGradient = New(rows * columns), valueGradient = New(rows * columns), queryGradient = New(Tile.Height * columns);
        float* probabilities = New(QueryBlock * rows), scoreGradient = New(QueryBlock * rows);
        RotateAll(KeyOffset, data.KeyNorm, 1, query);
        Transpose(query, width, transposedKeys);
        Panelise(query, width, keyPanels);
        Transpose(Values, shape.Stride, transposedValues);
        for (var i = 0; i < queries; i++)
        {
            var head = group * queries + i;
            RotateAll(head * width, data.QueryNorm, Scale, query);
            Panelise(query, width, queryPanels);
            CopyOuter(head, outer, delta);
            Panelise(outer, width, outerPanels);
            for (var block = 0; block < length; block += QueryBlock)
            {
                var end = Math.Min(block + QueryBlock, rows);
                for (var row = block; row < end; row += Tile.Height)
                {
                    float* p = probabilities + (row - block) * rows, ds = scoreGradient + (row - block) * rows;
                    var limit = RoundUp(row + Tile.Height);
                    for (var panel = 0; panel < limit; panel += Tile.Width)
                    {
                        Tile.Multiply(query + row * width, width, 1, width, transposedKeys + panel * width, p + panel, rows, add: false);
                        Tile.Multiply(outer + row * width, width, 1, width, transposedValues + panel * width, ds + panel, rows, add: false);
                    }
                    for (var r = 0; r < Tile.Height; r++) SoftmaxGradient(p + r * rows, ds + r * rows, row + r, limit, head, delta[row + r]);
                    for (var panel = 0; panel < Panels; panel++)
                        Tile.Multiply(ds, rows, 1, limit, keyPanels + panel * rows * Tile.Width, queryGradient + panel * Tile.Width, columns, add: false);
                    for (var r = 0; r < Tile.Height && row + r < length; r++) Unrotate(row + r, head * width, data.QueryNorm, Scale, queryGradient + r * columns, queryNorm);
                }
                for (var key = 0; key < end; key += Tile.Height)
                {
                    var first = Math.Max(block, key); // earlier queries do not see this key
                    var at = (first - block) * rows + key;
                    for (var panel = 0; panel < Panels; panel++)
                    {
                        var (w, y) = ((panel * rows + first) * Tile.Width, key * columns + panel * Tile.Width);
                        Tile.Multiply(scoreGradient + at, 1, rows, end - first, queryPanels + w, keyGradient + y, columns, add: true);
                        Tile.Multiply(probabilities + at, 1, rows, end - first, outerPanels + w, valueGradient + y, columns, add: true);
                    }
                }
            }
        }
        for (var row = 0; row < length; row++)
        {
            Unrotate(row, KeyOffset, data.KeyNorm, 1, keyGradient + row * columns, keyNorm);
            new ReadOnlySpan<float>(valueGradient + row * columns, width).CopyTo(new Span<float>(data.InputGradient + Row(row) * shape.Stride + ValueOffset, width));
        }
    }

    public void Dispose() => buffers.ForEach(buffer => buffer.Dispose());

    private static int RoundUp(int value) => (value + Tile.Width - 1) / Tile.Width * Tile.Width;

    private long Row(int row) => document.Start + row;

    private float* New(int count)
    {
        var buffer = new AlignedBuffer(count); // zeroed: what fills up the tiles must stay finite
        buffers.Add(buffer);
        return buffer.Data;
    }

    // One head's rows [length, D], normalised, rotated and scaled.
    private void RotateAll(int offset, float* norm, float scale, float* target)
    {
        for (var row = 0; row < length; row++)
            HeadRotation.Forward(data.Input + Row(row) * shape.Stride + offset, norm, data.Cosine + row * width, data.Sine + row * width, width, shape.Epsilon, scale, target + row * width);
    }

    private void Unrotate(int row, int offset, float* norm, float scale, float* gradient, float* normGradient)
    {
        var at = Row(row) * shape.Stride + offset;
        HeadRotation.Backward(data.Input + at, norm, data.Cosine + row * width, data.Sine + row * width, width, shape.Epsilon, scale, gradient, data.InputGradient + at, normGradient);
    }

    // [length, D] to panels of 32 rows, each transposed to [D, 32].
    private void Transpose(float* source, int stride, float* target)
    {
        for (var row = 0; row < length; row++)
        {
            float* from = source + (long)row * stride, to = target + row / Tile.Width * Tile.Width * width + row % Tile.Width;
            for (var i = 0; i < width; i++) to[i * Tile.Width] = from[i];
        }
    }

    // [length, D] to panels of 32 columns: [D / 32][rows, 32].
    private void Panelise(float* source, int stride, float* target)
    {
        for (var row = 0; row < length; row++)
            for (var panel = 0; panel < Panels; panel++)
            {
                var count = Math.Min(Tile.Width, width - panel * Tile.Width);
                new ReadOnlySpan<float>(source + (long)row * stride + panel * Tile.Width, count).CopyTo(new Span<float>(target + (panel * rows + row) * Tile.Width, count));
            }
    }

    // The outer gradient of one head, and its product with the output, which the softmax's derivative needs.
    private void CopyOuter(int head, float* outer, float* delta)
    {
        for (var row = 0; row < length; row++)
        {
            var at = Row(row) * shape.Heads * width + head * width;
            var products = Vector512<float>.Zero;
            for (var i = 0; i < width; i += VectorMath.Lanes)
            {
                var gradient = Vector512.Load(data.OutputGradient + at + i);
                gradient.Store(outer + row * width + i);
                products = Vector512.FusedMultiplyAdd(gradient, Vector512.Load(data.Output + at + i), products);
            }
            delta[row] = VectorMath.Sum(products);
        }
    }

    private void Softmax(float* scores, int row, int limit, int head)
    {
        if (row >= length) return; // fills up the tile; its result is not copied
        var seen = new Span<float>(scores, row + 1);
        var max = VectorMath.Max(seen);
        VectorMath.ExpShifted(seen, max, seen);
        var total = Vector512<float>.Zero;
        new Span<float>(scores + row + 1, limit - row - 1).Clear();
        for (var i = 0; i < limit; i += VectorMath.Lanes) total += Vector512.Load(scores + i);
        var sum = VectorMath.Sum(total);
        var factor = Vector512.Create(1 / sum);
        for (var i = 0; i < limit; i += VectorMath.Lanes) (Vector512.Load(scores + i) * factor).Store(scores + i);
        data.LogSum[Row(row) * shape.Heads + head] = max + MathF.Log(sum);
    }

    // Scores become probabilities, dP becomes dS = P · (dP − δ); both zero beyond the diagonal.
    private void SoftmaxGradient(float* scores, float* gradient, int row, int limit, int head, float delta)
    {
        var seen = row < length ? row + 1 : 0;
        if (seen > 0) VectorMath.ExpShifted(new Span<float>(scores, seen), data.LogSum[Row(row) * shape.Heads + head], new Span<float>(scores, seen));
        new Span<float>(scores + seen, limit - seen).Clear();
        var shift = Vector512.Create(delta);
        for (var i = 0; i < limit; i += VectorMath.Lanes)
            (Vector512.Load(scores + i) * (Vector512.Load(gradient + i) - shift)).Store(gradient + i);
    }
}
