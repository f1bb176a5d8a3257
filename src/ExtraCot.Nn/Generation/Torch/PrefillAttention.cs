using ExtraCot.Nn.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>Causal attention of a part of one prompt that also fills the cache.</summary>
/// <param name="cache">Where keys and values go.</param>
/// <param name="slots">[T] int64: place of each token in the cache.</param>
/// <param name="row">The cache's row.</param>
/// <param name="start">Tokens the row holds already.</param>
internal sealed class PrefillAttention(StaticCache cache, Tensor slots, int row, int start) : IAttention
{
    private readonly PaddedCausalAttention causal = new(batch: 1, slots.size(0));
    private readonly Tensor? mask = start == 0 ? null : ones(slots.size(0), start + slots.size(0), dtype: ScalarType.Bool, device: slots.device).tril(start); // [T, L]

    /// <inheritdoc/>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        cache.Write(layer, slots, key, value);
        if (mask is null) return causal.Attend(layer, query, key, value);
        long count = query.size(0), heads = query.size(1);
        var (keys, values) = cache.Read(layer, row, rows: 1, (int)(start + count)); // [1, Hk, L, D]
        var queries = query.transpose(0, 1).unsqueeze(0).to(cache.Type); // [1, H, T, D]
        var mixed = scaled_dot_product_attention(queries, KeyValueHeads.Expand(keys, heads), KeyValueHeads.Expand(values, heads), mask);
        return mixed.to(ScalarType.Float32).squeeze(0).transpose(0, 1).reshape(count, -1);
    }
}
