using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ExtraCot.Nn.Layers;

/// <summary>Documents of different length one behind the other, without padding; each attends within itself.</summary>
public sealed class PackedCausalAttention(IReadOnlyList<int> lengths) : IDocumentAttention
{
    /// <inheritdoc/>
    public IReadOnlyList<(int Start, int Length)> Documents { get; } = [.. lengths.Select((length, i) => (lengths.Take(i).Sum(), length))];

    /// <inheritdoc/>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        long heads = query.size(1), width = query.size(2), start = 0;
        var mixed = new List<Tensor>(lengths.Count);
        foreach (var length in lengths)
        {
            Tensor Document(Tensor x) => KeyValueHeads.Expand(x.narrow(0, start, length).transpose(0, 1).unsqueeze(0), heads); // [1, H, T, D]
            var one = scaled_dot_product_attention(Document(query), Document(key), Document(value), is_casual: true);
            mixed.Add(one.squeeze(0).transpose(0, 1).reshape(length, heads * width));
            start += length;
        }
        return cat(mixed, 0);
    }
}
