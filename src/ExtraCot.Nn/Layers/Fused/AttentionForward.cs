using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <inheritdoc cref="AttentionTask"/>
internal sealed unsafe class AttentionForward(AttentionShape shape, (int Start, int Length) document, int group, AttentionData data) : AttentionTask(shape, document, group, data)
{
    private const int Block = 16; // query rows whose scores are held at once, in the first-level cache

    /// <summary>Writes the attended values and, for the backward pass, the logarithm of the sum of each row's exponentials.</summary>
    internal void Run()
    {
        long flat = (long)rows * width;
        using var scratch = new Scratch(flat, flat, flat, Block * Pitch, Tile.Height * width, Block);
        float* query = scratch.Next(), transposedKeys = scratch.Next(), values = scratch.Next();
        float* scores = scratch.Next(), mixed = scratch.Next(), factors = scratch.Next();
        RotateKeys(query); // a buffer of the right size
        Transpose(query, width, transposedKeys);
        Panelise(Values, Shape.Stride, values);
        for (var i = 0; i < queries; i++)
        {
            var head = Head(i);
            RotateQueries(head, query);
            for (var block = 0; block < length; block += Block)
            {
                var end = Math.Min(block + Block, length);
                Scores(query, transposedKeys, block, end, scores);
                for (var row = block; row < end; row++)
                {
                    var (max, sum) = SoftmaxRow.Forward(scores + (row - block) * Pitch, row + 1);
                    factors[row - block] = 1 / sum;
                    Data.LogSum[Row(row) * Shape.Heads + head] = max + MathF.Log2(sum);
                }
                for (var row = block; row < end; row += Tile.Height)
                {
                    for (var panel = 0; panel < Panels; panel++)
                        Tile.Multiply(scores + (row - block) * Pitch, Pitch, 1, Math.Min(row + Tile.Height, length), values + panel * rows * Tile.Width, mixed + panel * Tile.Width, width, add: false);
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
