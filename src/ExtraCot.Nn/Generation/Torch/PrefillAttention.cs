using ExtraCot.Nn.Layers;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>Causal attention of one prompt that also fills the cache.</summary>
/// <param name="cache">Where keys and values go.</param>
/// <param name="slots">[T] int64: place of each token in the cache.</param>
internal sealed class PrefillAttention(StaticCache cache, Tensor slots) : IAttention
{
    private readonly PaddedCausalAttention causal = new(batch: 1, slots.size(0));

    /// <inheritdoc/>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        cache.Write(layer, slots, key, value);
        return causal.Attend(layer, query, key, value);
    }
}
