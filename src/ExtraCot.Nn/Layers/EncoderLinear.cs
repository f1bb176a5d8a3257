using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>A dense layer's weight [outputs, inputs] and bias [outputs].</summary>
internal sealed class EncoderLinear(EncoderParameters parameters, string name, long inputs, long outputs)
{
    public Tensor Weight { get; } = parameters.Add($"{name}.weight", outputs, inputs);

    public Tensor Bias { get; } = parameters.Add($"{name}.bias", outputs);

    public Tensor Forward(Tensor hidden) => nn.functional.linear(hidden, Weight, Bias);

    /// <summary>Several layers of one input as one product, which reads the input once: [..., sum of outputs].</summary>
    public static Tensor Fused(Tensor hidden, params EncoderLinear[] layers) =>
        nn.functional.linear(hidden, cat([.. layers.Select(layer => layer.Weight)]), cat([.. layers.Select(layer => layer.Bias)]));
}
