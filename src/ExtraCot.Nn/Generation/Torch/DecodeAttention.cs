using ExtraCot.Nn.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>Attention of one new token a row over that row's cache.</summary>
/// <param name="cache">Where keys and values stand.</param>
/// <param name="slots">[N] int64: place of each token in the cache.</param>
/// <param name="positions">[N] int64.</param>
/// <param name="longest">Greatest position plus one.</param>
internal sealed class DecodeAttention(StaticCache cache, Tensor slots, Tensor positions, int longest) : IAttention
{
    private readonly Tensor mask = arange(longest, device: positions.device).unsqueeze(0).le(positions.unsqueeze(1)).view(-1, 1, 1, longest); // [N, 1, 1, L]

    /// <inheritdoc/>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        cache.Write(layer, slots, key, value);
        long rows = query.size(0), width = query.size(2), groups = key.size(1);
        var (keys, values) = cache.Read(layer, 0, (int)rows, longest); // [N, Hk, L, D]
        // The query heads of a group take the place of a query's positions: no key is copied for each of them.
        var queries = query.view(rows, groups, -1, width).to(cache.Type); // [N, Hk, H/Hk, D]
        return scaled_dot_product_attention(queries, keys, values, mask).to(ScalarType.Float32).reshape(rows, -1);
    }
}
