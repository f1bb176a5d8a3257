using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ExtraCot.Nn.Layers;

/// <summary>Rows of equal padded length: N = B·T tokens, row by row. Padding stands at the end, where causality hides it.</summary>
public sealed class PaddedCausalAttention(long batch, long length) : IDocumentAttention
{
    /// <inheritdoc/>
    public IReadOnlyList<(int Start, int Length)> Documents { get; } = [.. Enumerable.Range(0, (int)batch).Select(row => ((int)(row * length), (int)length))];

    /// <inheritdoc/>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        long heads = query.size(1), width = query.size(2);
        Tensor Rows(Tensor x) => KeyValueHeads.Expand(x.reshape(batch, length, x.size(1), width).transpose(1, 2), heads); // [B, H, T, D]
        var mixed = scaled_dot_product_attention(Rows(query), Rows(key), Rows(value), is_casual: true);
        return mixed.transpose(1, 2).reshape(batch * length, heads * width);
    }
}
