using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>The backward pass of <see cref="AttentionForward"/>; probabilities are computed again from the saved log-sum-exp.</summary>
/// <inheritdoc cref="AttentionTask"/>
internal sealed unsafe class AttentionBackward(AttentionShape shape, (int Start, int Length) document, int group, AttentionData data) : AttentionTask(shape, document, group, data)
{
    private const int Block = 64; // query rows whose scores are held at once
    private const float LogarithmOfTwo = .693147181f;

    /// <summary>Writes the gradients of queries, keys and values; adds those of the norms' weights.</summary>
    /// <param name="queryNorm">[D] of this task alone.</param>
    /// <param name="keyNorm">[D] of this task alone.</param>
    internal void Run(float* queryNorm, float* keyNorm)
    {
        long flat = (long)rows * width, tile = Tile.Height * width, held = (long)Block * Pitch;
        using var scratch = new Scratch(flat, flat, rows, flat, flat, flat, flat, flat, flat, flat, tile, held, held);
        float* query = scratch.Next(), outer = scratch.Next(), delta = scratch.Next();
        float* transposedKeys = scratch.Next(), transposedValues = scratch.Next(), keyPanels = scratch.Next();
        float* queryPanels = scratch.Next(), outerPanels = scratch.Next();
        float* keyGradient = scratch.Next(), valueGradient = scratch.Next(), queryGradient = scratch.Next();
        float* probabilities = scratch.Next(), scoreGradient = scratch.Next();
        new Span<float>(keyGradient, (int)flat).Clear();
        new Span<float>(valueGradient, (int)flat).Clear();
        RotateKeys(query);
        Transpose(query, width, transposedKeys);
        Panelise(query, width, keyPanels);
        Transpose(Values, Shape.Stride, transposedValues);
        for (var i = 0; i < queries; i++)
        {
            var head = Head(i);
            RotateQueries(head, query);
            Panelise(query, width, queryPanels);
            CopyOuter(head, outer, delta);
            Panelise(outer, width, outerPanels);
            for (var block = 0; block < length; block += Block)
            {
                var end = Math.Min(block + Block, length);
                Scores(query, transposedKeys, block, end, probabilities);
                Scores(outer, transposedValues, block, end, scoreGradient);
                for (var row = block; row < end; row++)
                    SoftmaxRow.Backward(probabilities + (row - block) * Pitch, scoreGradient + (row - block) * Pitch, row + 1, Data.LogSum[Row(row) * Shape.Heads + head], delta[row]);
                for (var row = block; row < end; row += Tile.Height)
                {
                    for (var panel = 0; panel < Panels; panel++)
                        Tile.Multiply(scoreGradient + (row - block) * Pitch, Pitch, 1, Math.Min(row + Tile.Height, length), keyPanels + panel * rows * Tile.Width, queryGradient + panel * Tile.Width, width, add: false);
                    for (var r = row; r < Math.Min(row + Tile.Height, end); r++) Unrotate(r, head * width, Data.QueryNorm, Scale, queryGradient + (r - row) * width, queryNorm);
                }
                for (var key = 0; key < end; key += Tile.Height)
                {
                    var first = Math.Max(block, key); // earlier queries do not see this key
                    var at = (first - block) * Pitch + key;
                    for (var panel = 0; panel < Panels; panel++)
                    {
                        var (w, y) = ((panel * rows + first) * Tile.Width, key * width + panel * Tile.Width);
                        Tile.Multiply(scoreGradient + at, 1, Pitch, end - first, queryPanels + w, keyGradient + y, width, add: true);
                        Tile.Multiply(probabilities + at, 1, Pitch, end - first, outerPanels + w, valueGradient + y, width, add: true);
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

    // The outer gradient of one head, and its product with the output, which the softmax's derivative needs.
    private void CopyOuter(int head, float* outer, float* delta)
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
        }
    }
}
