using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>Raw places of a layer's weights and of what it keeps of a forward pass.</summary>
/// <param name="tensors">Float32, contiguous, in the order of <see cref="DecoderLayerFunction"/>'s saved tensors; they must outlive this.</param>
internal sealed unsafe class DecoderLayerData(IReadOnlyList<Tensor> tensors)
{
    /// <value>[N, d].</value>
    internal float* Input { get; } = Rows.Pointer(tensors[0]);

    /// <value>[d].</value>
    internal float* InputNorm { get; } = Rows.Pointer(tensors[1]);

    /// <value>[(H + 2·Hk)·D, d].</value>
    internal float* QueryKeyValue { get; } = Rows.Pointer(tensors[2]);

    /// <value>[D] each.</value>
    internal float* QueryNorm { get; } = Rows.Pointer(tensors[3]);

    internal float* KeyNorm { get; } = Rows.Pointer(tensors[4]);

    /// <value>[d, H·D].</value>
    internal float* Output { get; } = Rows.Pointer(tensors[5]);

    /// <value>[d].</value>
    internal float* PostAttentionNorm { get; } = Rows.Pointer(tensors[6]);

    /// <value>[2·F, d].</value>
    internal float* GateUp { get; } = Rows.Pointer(tensors[7]);

    /// <value>[d, F].</value>
    internal float* Down { get; } = Rows.Pointer(tensors[8]);

    /// <value>[longest, D] each, by position.</value>
    internal float* Cosine { get; } = Rows.Pointer(tensors[9]);

    internal float* Sine { get; } = Rows.Pointer(tensors[10]);

    /// <value>[N, (H + 2·Hk)·D]: queries, keys and values as projected.</value>
    internal float* Projected { get; } = Rows.Pointer(tensors[11]);

    /// <value>[N, H·D].</value>
    internal float* Attended { get; } = Rows.Pointer(tensors[12]);

    /// <value>[N, H].</value>
    internal float* LogSum { get; } = Rows.Pointer(tensors[13]);

    /// <value>[N, d]: the residual stream between attention and feed-forward.</value>
    internal float* Middle { get; } = Rows.Pointer(tensors[14]);

    /// <value>[N, 2·F]: gate and up side by side.</value>
    internal float* Gates { get; } = Rows.Pointer(tensors[15]);

    /// <summary>What attention sees of it.</summary>
    /// <param name="outputGradient">[N, H·D] in a backward pass.</param>
    /// <param name="inputGradient">[N, (H + 2·Hk)·D] in a backward pass.</param>
    internal AttentionData Attention(float* outputGradient = null, float* inputGradient = null) => new()
    {
        Input = Projected,
        QueryNorm = QueryNorm,
        KeyNorm = KeyNorm,
        Cosine = Cosine,
        Sine = Sine,
        Output = Attended,
        LogSum = LogSum,
        OutputGradient = outputGradient,
        InputGradient = inputGradient,
    };
}
