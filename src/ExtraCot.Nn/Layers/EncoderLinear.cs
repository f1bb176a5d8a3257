using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>A dense layer's weight [outputs, inputs] and bias [outputs].</summary>
internal sealed class EncoderLinear(EncoderParameters parameters, string name, long inputs, long outputs)
{
    public Tensor Weight { get; } = parameters.Add($"{name}.weight", outputs, inputs);

    public Tensor Bias { get; } = parameters.Add($"{name}.bias", outputs);

    /// <summary>The product in float32 or bfloat16; the result keeps that type.</summary>
    public Tensor Forward(Tensor hidden, ScalarType compute) => nn.functional.linear(hidden.to(compute), Weight.to(compute), Bias.to(compute));

    /// <summary>Several layers of one input as one product, which reads the input once: [..., sum of outputs].</summary>
    public static Tensor Fused(Tensor hidden, ScalarType compute, params EncoderLinear[] layers) =>
        nn.functional.linear(hidden.to(compute), cat([.. layers.Select(layer => layer.Weight)]).to(compute), cat([.. layers.Select(layer => layer.Bias)]).to(compute));
}
