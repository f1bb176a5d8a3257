using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ExtraCot.Nn.Layers;

/// <summary>Attention of sequences of different lengths that stand one behind the other, each within itself.</summary>
internal static class SequenceAttention
{
    /// <summary>Whether one operation does it, whose lengths are read on the device: then nothing waits for it, and it can be recorded.</summary>
    internal static bool IsFused(Device device, ScalarType type) => device.type == DeviceType.CUDA && type == ScalarType.BFloat16;

    /// <param name="query">[N, H, D].</param>
    /// <param name="key">[M, Hk, D]; Hk divides H.</param>
    /// <param name="value">[M, Hk, D].</param>
    /// <param name="queryStarts">[B + 1] int32: where each sequence begins among the queries, and the end.</param>
    /// <param name="keyStarts">[B + 1] int32: the same among the keys.</param>
    /// <param name="longestQuery">Most queries of a sequence.</param>
    /// <param name="longestKey">Most keys of a sequence.</param>
    /// <param name="used">[B] int32: keys of a sequence that count, or null for all.</param>
    /// <returns>[N, H·D]. The last query of a sequence sees all its keys, the one before all but the last, and so on.</returns>
    internal static Tensor Apply(Tensor query, Tensor key, Tensor value, Tensor queryStarts, Tensor keyStarts, long longestQuery, long longestKey, Tensor? used = null)
    {
        if (IsFused(query.device, query.dtype))
            return ScriptOperations.Flash(query, key, value, queryStarts, keyStarts, longestQuery, longestKey, causal: longestQuery > 1, used).flatten(1);
        var (queries, keys, counts) = (Numbers(queryStarts), Numbers(keyStarts), used is null ? null : Numbers(used));
        return cat([.. Enumerable.Range(0, queries.Length - 1).Select(b =>
            One(query.narrow(0, queries[b], queries[b + 1] - queries[b]), Part(key, b), Part(value, b)))]);

        Tensor Part(Tensor x, int b) => x.narrow(0, keys[b], counts?[b] ?? keys[b + 1] - keys[b]);
    }

    private static Tensor One(Tensor query, Tensor key, Tensor value)
    {
        long count = query.size(0), heads = query.size(1), length = key.size(0);
        Tensor Heads(Tensor x) => KeyValueHeads.Expand(x.transpose(0, 1).unsqueeze(0), heads); // [1, H, T, D]
        // libtorch's own causal mask counts from the first key.
        using var mask = count == length || count == 1 ? null : ones(count, length, dtype: ScalarType.Bool, device: query.device).tril(length - count);
        var mixed = scaled_dot_product_attention(Heads(query), Heads(key), Heads(value), mask, is_casual: count == length);
        return mixed.squeeze(0).transpose(0, 1).reshape(count, heads * query.size(2));
    }

    private static int[] Numbers(Tensor x) => [.. x.cpu().data<int>()];
}
