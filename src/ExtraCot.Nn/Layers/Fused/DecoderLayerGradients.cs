using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>Gradients of a layer's weights. The norms' sums over rows and tasks are kept apart and added in order: they do not depend on the number of threads.</summary>
internal sealed unsafe class DecoderLayerGradients
{
    private readonly Tensor queryKeyValue, output, gateUp, down, inputNorms, postAttentionNorms, headNorms;

    /// <summary>Norms' gradients are zeros to add to, the others are to be written. All are in the caller's dispose scope.</summary>
    internal DecoderLayerGradients(DecoderLayerShape shape)
    {
        long d = shape.Width, ff = shape.FeedForward, blocks = Rows.Blocks(shape.Block);
        (queryKeyValue, output, gateUp, down) = (empty(shape.Attention.Stride, d), empty(d, shape.Attended), empty(2 * ff, d), empty(d, ff));
        (inputNorms, postAttentionNorms, headNorms) = (zeros(blocks, d), zeros(blocks, d), zeros(shape.Attention.Tasks, 2, shape.Attention.Width));
    }

    /// <value>[(H + 2·Hk)·D, d].</value>
    internal float* QueryKeyValue => Rows.Pointer(queryKeyValue);

    /// <value>[d, H·D].</value>
    internal float* Output => Rows.Pointer(output);

    /// <value>[2·F, d].</value>
    internal float* GateUp => Rows.Pointer(gateUp);

    /// <value>[d, F].</value>
    internal float* Down => Rows.Pointer(down);

    /// <value>[blocks of rows, d] each.</value>
    internal float* InputNorm => Rows.Pointer(inputNorms);

    internal float* PostAttentionNorm => Rows.Pointer(postAttentionNorms);

    /// <value>[tasks, 2, D]: of the queries' norm and the keys'.</value>
    internal float* HeadNorms => Rows.Pointer(headNorms);

    /// <summary>As the function's arguments stand: input norm, queries/keys/values, query norm, key norm, output, post-attention norm, gate/up, down.</summary>
    internal IReadOnlyList<Tensor> InOrder()
    {
        var heads = headNorms.sum(dim: 0);
        return [inputNorms.sum(dim: 0), queryKeyValue, heads[0], heads[1], output, postAttentionNorms.sum(dim: 0), gateUp, down];
    }
}
