using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>Layer normalisation with weight and bias over the last axis.</summary>
internal sealed class EncoderNorm(EncoderParameters parameters, string name, long width, double epsilon)
{
    private readonly long[] shape = [width];
    private readonly Tensor weight = parameters.Add($"{name}.weight", width);
    private readonly Tensor bias = parameters.Add($"{name}.bias", width);

    public Tensor Forward(Tensor hidden) => nn.functional.layer_norm(hidden, shape, weight, bias, epsilon);
}
