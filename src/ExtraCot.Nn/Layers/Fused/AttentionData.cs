namespace ExtraCot.Nn.Layers.Fused;

/// <summary>Raw places of the tensors of one attention pass; gradients are null in the forward pass.</summary>
internal sealed unsafe class AttentionData
{
    /// <value>[N, (H + 2·Hk)·D].</value>
    internal required float* Input { get; init; }

    /// <value>[D] each.</value>
    internal required float* QueryNorm { get; init; }

    internal required float* KeyNorm { get; init; }

    /// <value>[longest, D] each, by position.</value>
    internal required float* Cosine { get; init; }

    internal required float* Sine { get; init; }

    /// <value>[N, H·D].</value>
    internal required float* Output { get; init; }

    /// <value>[N, H]: binary logarithm of the sum of exponentials of each row's scores.</value>
    internal required float* LogSum { get; init; }

    internal float* OutputGradient { get; init; }

    internal float* InputGradient { get; init; }
}
