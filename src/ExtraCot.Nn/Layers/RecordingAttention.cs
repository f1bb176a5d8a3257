using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>Causal attention of one sequence that remembers each layer's keys and values, so that <see cref="BranchAttention"/> can go on from any of its tokens.</summary>
/// <param name="length">T: tokens of the sequence.</param>
/// <remarks>What is remembered lives in the dispose scope of the forward pass.</remarks>
public sealed class RecordingAttention(long length) : IAttention
{
    private readonly PaddedCausalAttention causal = new(1, length);
    private readonly List<(Tensor Key, Tensor Value)> layers = [];

    /// <inheritdoc/>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        layers.Add((Row(key), Row(value)));
        return causal.Attend(layer, query, key, value);
    }

    /// <summary>Keys and values of a layer's first tokens: [1, Hk, count, D] each.</summary>
    internal (Tensor Key, Tensor Value) Prefix(int layer, long count) => (layers[layer].Key.narrow(2, 0, count), layers[layer].Value.narrow(2, 0, count));

    private static Tensor Row(Tensor x) => x.transpose(0, 1).unsqueeze(0); // [T, Hk, D] to [1, Hk, T, D]
}
