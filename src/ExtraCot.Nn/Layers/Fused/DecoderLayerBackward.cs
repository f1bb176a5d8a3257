using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>
/// A layer's backward pass, some documents after others. Norms and gates are computed again from what the products wrote: their results are not kept.
/// </summary>
/// <param name="shape">Sizes.</param>
/// <param name="data">As the forward pass left it.</param>
/// <param name="gradients">Of the weights.</param>
internal sealed unsafe class DecoderLayerBackward(DecoderLayerShape shape, DecoderLayerData data, DecoderLayerGradients gradients)
{
    private readonly int d = shape.Width, ff = shape.FeedForward, attended = shape.Attended, projected = shape.Attention.Stride;

    /// <summary>Writes the gradients of the layer's input and of its weights.</summary>
    /// <param name="outer">[N, d]: of the results.</param>
    /// <param name="inner">[N, d]: of the input.</param>
    internal void Run(float* outer, float* inner)
    {
        long longest = shape.Longest, rows = shape.BlockRows;
        using var scratch = new Scratch(longest * attended, longest * projected, rows * d, rows * d, rows * ff, rows * ff, rows * 2 * ff);
        float* attention = scratch.Next(), projection = scratch.Next();
        float* normal = scratch.Next(), normalGradient = scratch.Next();
        float* gated = scratch.Next(), gatedGradient = scratch.Next(), gatesGradient = scratch.Next();
        foreach (var chunk in shape.Chunks)
        {
            foreach (var (start, count) in chunk.Blocks())
            {
                float* dy = outer + (long)start * d, dx = inner + (long)start * d, middle = data.Middle + (long)start * d, gates = data.Gates + (long)start * 2 * ff;
                Gemm.InputGradient(dy, data.Down, gatedGradient, count, ff, d);
                Rows.RunBlocks(count, (_, from, to) =>
                {
                    for (var row = from; row < to; row++)
                        SwiGluRow.Backward(gates + row * 2 * ff, gatedGradient + row * ff, gatesGradient + row * 2 * ff, gated + row * ff, ff);
                });
                Gemm.WeightGradient(dy, gated, gradients.Down, count, ff, d, add: start > 0);
                Norm(middle, data.PostAttentionNorm, normal, count);
                Gemm.WeightGradient(gatesGradient, normal, gradients.GateUp, count, d, 2 * ff, add: start > 0);
                Gemm.InputGradient(gatesGradient, data.GateUp, normalGradient, count, d, 2 * ff);
                NormGradient(middle, data.PostAttentionNorm, normalGradient, dy, dx, gradients.PostAttentionNorm, count);
                Gemm.InputGradient(dx, data.Output, attention + (start - chunk.Start) * (long)attended, count, attended, d);
                Gemm.WeightGradient(dx, data.Attended + (long)start * attended, gradients.Output, count, attended, d, add: start > 0);
            }
            Attend(chunk, attention, projection);
            foreach (var (start, count) in chunk.Blocks())
            {
                float* x = data.Input + (long)start * d, dx = inner + (long)start * d, dp = projection + (start - chunk.Start) * (long)projected;
                Norm(x, data.InputNorm, normal, count);
                Gemm.WeightGradient(dp, normal, gradients.QueryKeyValue, count, d, projected, add: start > 0);
                Gemm.InputGradient(dp, data.QueryKeyValue, normalGradient, count, d, projected);
                NormGradient(x, data.InputNorm, normalGradient, dx, dx, gradients.InputNorm, count);
            }
        }
    }

    // The two hold the chunk's rows alone, while the task counts rows from the first.
    private void Attend(DecoderLayerShape.Chunk chunk, float* outer, float* inner)
    {
        var (groups, width) = (shape.Attention.Groups, shape.Attention.Width);
        var attention = data.Attention(outer - (long)chunk.Start * attended, inner - (long)chunk.Start * projected);
        Rows.Run(chunk.Documents * groups, index =>
        {
            float* queryNorm = gradients.HeadNorms + ((long)chunk.FirstDocument * groups + index) * 2 * width, keyNorm = queryNorm + width;
            new AttentionBackward(shape.Attention, shape.Attention.Documents[chunk.FirstDocument + index / groups], index % groups, attention).Run(queryNorm, keyNorm);
        });
    }

    private void Norm(float* source, float* weight, float* normal, int count) => Rows.RunBlocks(count, (_, from, to) =>
    {
        for (var row = from; row < to; row++) VectorMath.RmsNorm(source + row * d, new ReadOnlySpan<float>(weight, d), shape.Attention.Epsilon, normal + row * d);
    });

    private void NormGradient(float* x, float* weight, float* dy, float* residual, float* dx, float* dw, int count) => Rows.RunBlocks(count, (block, from, to) =>
    {
        for (var row = from; row < to; row++)
            RmsNormFunction.Backward(x + row * d, weight, dy + row * d, shape.Attention.Epsilon, d, residual + row * d, dx + row * d, dw + (long)block * d);
    });
}
