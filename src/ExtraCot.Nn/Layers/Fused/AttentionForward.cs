using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <inheritdoc cref="AttentionTask"/>
internal sealed unsafe class AttentionForward(AttentionShape shape, (int Start, int Length) document, int group, AttentionData data) : AttentionTask(shape, document, group, data)
{
    private const int Block = Tile.Width; // queries whose scores are held at once

    /// <summary>Writes the attended values and, for the backward pass, the logarithm of the sum of each row's exponentials.</summary>
    internal void Run()
    {
        long flat = (long)rows * width;
        using var scratch = new Scratch(flat, flat, flat, flat, Block * rows, Tile.Height * width, Block, Block);
        float* keys = scratch.Next(), query = scratch.Next(), turned = scratch.Next(), values = scratch.Next();
        float* scores = scratch.Next(), mixed = scratch.Next(), factors = scratch.Next(), logSums = scratch.Next();
        RotateKeys(keys);
        Panelise(Values, Shape.Stride, values);
        for (var i = 0; i < queries; i++)
        {
            var head = Head(i);
            RotateQueries(head, query);
            Transpose(query, width, turned);
            for (var block = 0; block < length; block += Block)
            {
                var end = Math.Min(block + Block, length);
                Scores(keys, turned, block, end, scores, Block);
                for (var first = block; first < end; first += VectorMath.Lanes)
                {
                    var (max, sum) = SoftmaxColumns.Forward(scores + first - block, Block, first);
                    (Vector512<float>.One / sum).Store(factors + first - block);
                    (max + Vector512.Log2(sum)).Store(logSums + first - block);
                }
                for (var row = block; row < end; row++) Data.LogSum[Row(row) * Shape.Heads + head] = logSums[row - block];
                for (var row = block; row < end; row += Tile.Height)
                {
                    for (var panel = 0; panel < Panels; panel++)
                        Tile.Multiply(scores + row - block, 1, Block, Math.Min(row + Tile.Height, length), values + panel * rows * Tile.Width, mixed + panel * Tile.Width, width, add: false);
                    for (var r = row; r < Math.Min(row + Tile.Height, end); r++)
                        Scaled(mixed + (r - row) * width, factors[r - block], Data.Output + (Row(r) * Shape.Heads + head) * width);
                }
            }
        }
    }

    private void Scaled(float* source, float factor, float* target)
    {
        for (var i = 0; i < width; i += VectorMath.Lanes) (Vector512.Load(source + i) * Vector512.Create(factor)).Store(target + i);
    }
}
