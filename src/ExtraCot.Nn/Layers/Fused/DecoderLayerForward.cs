using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>A layer's forward pass, some documents after others: what one product writes, the next step finds in the cache.</summary>
internal sealed unsafe class DecoderLayerForward(DecoderLayerShape shape, DecoderLayerData data)
{
    private readonly int d = shape.Width, ff = shape.FeedForward, attended = shape.Attended, projected = shape.Attention.Stride;

    /// <summary>Writes the layer's results and all that a backward pass needs.</summary>
    /// <param name="results">[N, d].</param>
    internal void Run(float* results)
    {
        var rows = shape.BlockRows;
        using var scratch = new Scratch(rows * d, rows * ff);
        float* normal = scratch.Next(), gated = scratch.Next();
        foreach (var chunk in shape.Chunks)
        {
            foreach (var (start, count) in chunk.Blocks())
            {
                NormAndCopy(data.Input + (long)start * d, data.InputNorm, normal, data.Middle + (long)start * d, count);
                Gemm.Forward(normal, data.QueryKeyValue, data.Projected + (long)start * projected, count, d, projected);
            }
            Attend(chunk);
            foreach (var (start, count) in chunk.Blocks())
            {
                float* middle = data.Middle + (long)start * d, gates = data.Gates + (long)start * 2 * ff, result = results + (long)start * d;
                Gemm.Forward(data.Attended + (long)start * attended, data.Output, middle, count, attended, d, add: true);
                NormAndCopy(middle, data.PostAttentionNorm, normal, result, count);
                Gemm.Forward(normal, data.GateUp, gates, count, d, 2 * ff);
                Rows.RunBlocks(count, (_, from, to) =>
                {
                    for (var row = from; row < to; row++) SwiGluRow.Forward(gates + row * 2 * ff, gated + row * ff, ff);
                });
                Gemm.Forward(gated, data.Down, result, count, ff, d, add: true);
            }
        }
    }

    private void Attend(DecoderLayerShape.Chunk chunk)
    {
        var (attention, groups) = (data.Attention(), shape.Attention.Groups);
        Rows.Run(chunk.Documents * groups, index =>
            new AttentionForward(shape.Attention, shape.Attention.Documents[chunk.FirstDocument + index / groups], index % groups, attention).Run());
    }

    // The copy is what the next product adds to.
    private void NormAndCopy(float* source, float* weight, float* normal, float* copy, int count) => Rows.RunBlocks(count, (_, from, to) =>
    {
        for (var row = from; row < to; row++)
        {
            VectorMath.RmsNorm(source + row * d, new ReadOnlySpan<float>(weight, d), shape.Attention.Epsilon, normal + row * d);
            new ReadOnlySpan<float>(source + row * d, d).CopyTo(new Span<float>(copy + row * d, d));
        }
    });
}
