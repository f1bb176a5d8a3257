using ExtraCot.Nn.Layers;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>
/// Attention of new tokens over a cache. Every row's length is a number on the device, so on a GPU the same operations serve any length and can be
/// recorded once and replayed.
/// </summary>
/// <param name="cache">Where keys and values stand.</param>
/// <param name="slots">[N] int64: place of each token in the cache.</param>
/// <param name="queryStarts">[B + 1] int32: where each row's tokens begin, and the end.</param>
/// <param name="keyStarts">[B + 1] int32: where each row begins in the cache.</param>
/// <param name="used">[B] int32: positions of each row, the new tokens' included.</param>
/// <param name="longest">Most new tokens of a row.</param>
internal sealed class CacheAttention(StaticCache cache, Tensor slots, Tensor queryStarts, Tensor keyStarts, Tensor used, long longest) : IAttention
{
    /// <inheritdoc/>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        var (keys, values) = cache.Write(layer, slots, key, value);
        return SequenceAttention.Apply(query.to(cache.Type), keys, values, queryStarts, keyStarts, longest, cache.Capacity, used);
    }
}
