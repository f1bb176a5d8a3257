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
        using var scratch = new Scratch(rows * d, rows * ff, Place(d, projected), Place(attended, d), Place(d, 2 * ff), Place(ff, d));
        float* normal = scratch.Next(), gated = scratch.Next();
        float* queryKeyValue = Turned(data.QueryKeyValue, d, projected, scratch.Next()), output = Turned(data.Output, attended, d, scratch.Next());
        float* gateUp = Turned(data.GateUp, d, 2 * ff, scratch.Next()), down = Turned(data.Down, ff, d, scratch.Next());
        foreach (var chunk in shape.Chunks)
        {
            foreach (var (start, count) in chunk.Blocks())
            {
                NormAndCopy(data.Input + (long)start * d, data.InputNorm, normal, data.Middle + (long)start * d, count);
                Product(normal, queryKeyValue, data.Projected + (long)start * projected, count, d, projected);
            }
            Attend(chunk);
            foreach (var (start, count) in chunk.Blocks())
            {
                float* middle = data.Middle + (long)start * d, gates = data.Gates + (long)start * 2 * ff, result = results + (long)start * d;
                Product(data.Attended + (long)start * attended, output, middle, count, attended, d, add: true);
                NormAndCopy(middle, data.PostAttentionNorm, normal, result, count);
                Product(normal, gateUp, gates, count, d, 2 * ff);
                Rows.RunBlocks(count, (_, from, to) =>
                {
                    for (var row = from; row < to; row++) SwiGluRow.Forward(gates + row * 2 * ff, gated + row * ff, ff);
                });
                Product(gated, down, result, count, ff, d, add: true);
            }
        }
    }

    private long Place(long inputs, long outputs) => shape.WeightsStayCached ? inputs * outputs : 0;

    // [inputs, outputs] where the weights are at hand all the time: the BLAS multiplies by those a tenth faster, for one pass over them.
    private float* Turned(float* weight, int inputs, int outputs, float* place)
    {
        if (!shape.WeightsStayCached) return weight;
        Transposition.Run(weight, inputs, outputs, inputs, place, outputs);
        return place;
    }

    private void Product(float* x, float* weight, float* y, int rows, int inputs, int outputs, bool add = false) =>
        Gemm.Forward(x, weight, y, rows, inputs, outputs, add, transposed: shape.WeightsStayCached);

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
