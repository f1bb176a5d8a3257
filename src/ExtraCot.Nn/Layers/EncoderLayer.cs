using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>One post-norm encoder layer: attention, then a feed-forward network, each added to its input and normalised.</summary>
internal sealed class EncoderLayer(EncoderParameters parameters, string name, IEncoderAttention attention, Models.TokenClassifierConfig config)
{
    private readonly EncoderLinear attentionOutput = new(parameters, $"{name}.attention.output.dense", config.HiddenSize, config.HiddenSize);
    private readonly EncoderNorm attentionNorm = new(parameters, $"{name}.attention.output.LayerNorm", config.HiddenSize, config.LayerNormEps);
    private readonly EncoderLinear intermediate = new(parameters, $"{name}.intermediate.dense", config.HiddenSize, config.IntermediateSize);
    private readonly EncoderLinear output = new(parameters, $"{name}.output.dense", config.IntermediateSize, config.HiddenSize);
    private readonly EncoderNorm outputNorm = new(parameters, $"{name}.output.LayerNorm", config.HiddenSize, config.LayerNormEps);

    public Tensor Forward(Tensor hidden, EncoderBatch batch)
    {
        var attended = attentionOutput.Forward(attention.Forward(hidden, batch), batch.Compute).to(ScalarType.Float32);
        hidden = attentionNorm.Forward(batch.HiddenDropout(attended).add_(hidden));
        var inner = nn.functional.gelu(intermediate.Forward(hidden, batch.Compute)); // the wide one stays in the products' type
        return outputNorm.Forward(batch.HiddenDropout(output.Forward(inner, batch.Compute).to(ScalarType.Float32)).add_(hidden));
    }
}
