using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>The backward pass of <see cref="AttentionForward"/>; probabilities are computed again from the saved log-sum-exp.</summary>
/// <inheritdoc cref="AttentionTask"/>
internal sealed unsafe class AttentionBackward(AttentionShape shape, (int Start, int Length) document, int group, AttentionData data) : AttentionTask(shape, document, group, data)
{
    private const int Block = 64; // queries whose scores are held at once
    private const int Pitch = Block + VectorMath.Lanes; // from key to key: a power of two would put a query's scores into the same few places of the cache
    private const float LogarithmOfTwo = .693147181f;

    /// <summary>Writes the gradients of queries, keys and values; adds those of the norms' weights.</summary>
    /// <param name="queryNorm">[D] of this task alone.</param>
    /// <param name="keyNorm">[D] of this task alone.</param>
    internal void Run(float* queryNorm, float* keyNorm)
    {
        long flat = (long)rows * width, tile = Tile.Height * width, held = (long)rows * Pitch;
        using var scratch = new Scratch(flat, flat, rows, rows, flat, flat, flat, flat, flat, flat, flat, flat, flat, tile, held, held);
        float* query = scratch.Next(), outer = scratch.Next(), delta = scratch.Next(), logSums = scratch.Next();
        float* keys = scratch.Next(), values = scratch.Next(), keyPanels = scratch.Next();
        float* queryPanels = scratch.Next(), outerPanels = scratch.Next(), turnedQueries = scratch.Next(), turnedOuter = scratch.Next();
        float* keyGradient = scratch.Next(), valueGradient = scratch.Next(), queryGradient = scratch.Next();
        float* probabilities = scratch.Next(), scoreGradient = scratch.Next();
        new Span<float>(keyGradient, (int)flat).Clear();
        new Span<float>(valueGradient, (int)flat).Clear();
        RotateKeys(keys);
        Panelise(keys, width, keyPanels);
        for (var row = 0; row < length; row++) new ReadOnlySpan<float>(Values + (long)row * Shape.Stride, width).CopyTo(new Span<float>(values + row * width, width));
        for (var i = 0; i < queries; i++)
        {
            var head = Head(i);
            RotateQueries(head, query);
            Panelise(query, width, queryPanels);
            Transpose(query, width, turnedQueries);
            CopyOuter(head, outer, delta, logSums);
            Panelise(outer, width, outerPanels);
            Transpose(outer, width, turnedOuter);
            for (var block = 0; block < length; block += Block)
            {
                var end = Math.Min(block + Block, length);
                Scores(keys, turnedQueries, block, end, probabilities, Pitch);
                Scores(values, turnedOuter, block, end, scoreGradient, Pitch);
                for (var first = block; first < end; first += VectorMath.Lanes)
                    SoftmaxColumns.Backward(probabilities + first - block, scoreGradient + first - block, Pitch, first, Vector512.Load(logSums + first), Vector512.Load(delta + first));
                for (var row = block; row < end; row += Tile.Height)
                {
                    for (var panel = 0; panel < Panels; panel++)
                        Tile.Multiply(scoreGradient + row - block, 1, Pitch, Math.Min(row + Tile.Height, length), keyPanels + panel * rows * Tile.Width, queryGradient + panel * Tile.Width, width, add: false);
                    for (var r = row; r < Math.Min(row + Tile.Height, end); r++) Unrotate(r, head * width, Data.QueryNorm, Scale, queryGradient + (r - row) * width, queryNorm);
                }
                for (var key = 0; key < end; key += Tile.Height)
                {
                    var first = Math.Max(block, key); // earlier queries do not see this key
                    var at = (long)key * Pitch + first - block;
                    for (var panel = 0; panel < Panels; panel++)
                    {
                        var (w, y) = ((panel * rows + first) * Tile.Width, key * width + panel * Tile.Width);
                        Tile.Multiply(scoreGradient + at, Pitch, 1, end - first, queryPanels + w, keyGradient + y, width, add: true);
                        Tile.Multiply(probabilities + at, Pitch, 1, end - first, outerPanels + w, valueGradient + y, width, add: true);
                    }
                }
            }
        }
        for (var row = 0; row < length; row++)
        {
            Unrotate(row, KeyOffset, Data.KeyNorm, LogarithmOfTwo, keyGradient + row * width, keyNorm);
            new ReadOnlySpan<float>(valueGradient + row * width, width).CopyTo(new Span<float>(Data.InputGradient + Row(row) * Shape.Stride + ValueOffset, width));
        }
    }

    private void Unrotate(int row, int offset, float* norm, float scale, float* gradient, float* normGradient)
    {
        var at = Row(row) * Shape.Stride + offset;
        HeadRotation.Backward(Data.Input + at, norm, Data.Cosine + row * width, Data.Sine + row * width, width, Shape.Epsilon, scale, gradient, Data.InputGradient + at, normGradient);
    }

    // The outer gradient of one head, its product with the output, which the softmax's derivative needs, and the saved logarithms.
    private void CopyOuter(int head, float* outer, float* delta, float* logSums)
    {
        for (var row = 0; row < length; row++)
        {
            var at = (Row(row) * Shape.Heads + head) * width;
            var products = Vector512<float>.Zero;
            for (var i = 0; i < width; i += VectorMath.Lanes)
            {
                var gradient = Vector512.Load(Data.OutputGradient + at + i);
                gradient.Store(outer + row * width + i);
                products = Vector512.FusedMultiplyAdd(gradient, Vector512.Load(Data.Output + at + i), products);
            }
            delta[row] = VectorMath.Sum(products);
            logSums[row] = Data.LogSum[Row(row) * Shape.Heads + head];
        }
    }
}
