using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>Causal attention of one sequence that remembers each layer's keys and values, so that <see cref="BranchAttention"/> can go on from any of its tokens.</summary>
/// <param name="length">T: tokens of the sequence.</param>
/// <remarks>What is remembered lives until this is disposed of; a layer's own tensors go when the layer is done.</remarks>
public sealed class RecordingAttention(long length) : IAttention, IDisposable
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

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (key, value) in layers)
        {
            key.Dispose();
            value.Dispose();
        }
    }

    private static Tensor Row(Tensor x) => x.transpose(0, 1).unsqueeze(0).DetachFromDisposeScope(); // [T, Hk, D] to [1, Hk, T, D]
}
