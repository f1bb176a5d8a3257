using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ExtraCot.Nn.Layers;

/// <summary>Rows that each go on from some token of one recorded sequence: a row's tokens see the sequence before that token and one another, causally.</summary>
public sealed class BranchAttention : IAttention
{
    private readonly RecordingAttention trunk;
    private readonly long rows, length, longest;
    private readonly Tensor mask; // [B, 1, T, P + T]

    /// <summary>Lays out the mask; call inside a dispose scope.</summary>
    /// <param name="trunk">The sequence, its forward pass done.</param>
    /// <param name="prefixes">For each row how many of the sequence's tokens it sees.</param>
    /// <param name="length">T: padded length of the rows; padding stands at the end.</param>
    /// <param name="device">Where the tensors are.</param>
    public BranchAttention(RecordingAttention trunk, IReadOnlyList<int> prefixes, long length, Device device)
    {
        (this.trunk, rows, this.length, longest) = (trunk, prefixes.Count, length, prefixes.Max());
        using var scope = NewDisposeScope();
        var before = arange(longest, device: device).unsqueeze(0) < tensor(prefixes.Select(p => (long)p).ToArray(), device: device).unsqueeze(1); // [B, P]
        var own = ones(length, length, dtype: @bool, device: device).tril(); // [T, T]
        mask = cat([before.view(rows, 1, 1, longest).expand(rows, 1, length, longest), own.view(1, 1, length, length).expand(rows, 1, length, length)], 3).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        long heads = query.size(1), width = query.size(2);
        Tensor Rows(Tensor x) => x.reshape(rows, length, x.size(1), width).transpose(1, 2); // [B, heads, T, D]
        Tensor Join(Tensor prefix, Tensor x) => KeyValueHeads.Expand(cat([prefix.expand(rows, x.size(1), longest, width), Rows(x)], 2), heads); // [B, H, P + T, D]
        var (keys, values) = trunk.Prefix(layer, longest);
        var mixed = scaled_dot_product_attention(Rows(query), Join(keys, key), Join(values, value), mask);
        return mixed.transpose(1, 2).reshape(rows * length, heads * width);
    }
}
