using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>The part in which encoder families differ.</summary>
internal interface IEncoderAttention
{
    /// <summary>Attended values, heads joined, before the output projection: [B, T, width] from [B, T, width].</summary>
    Tensor Forward(Tensor hidden, EncoderBatch batch);
}
