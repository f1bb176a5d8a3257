using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>Documents of different length one behind the other, without padding; each attends within itself.</summary>
public sealed class PackedCausalAttention(IReadOnlyList<int> lengths) : IDocumentAttention
{
    private Tensor? starts; // [documents + 1] int32, on the device

    /// <inheritdoc/>
    public IReadOnlyList<(int Start, int Length)> Documents { get; } = [.. lengths.Select((length, i) => (lengths.Take(i).Sum(), length))];

    /// <inheritdoc/>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        // Layers have scopes of their own, which must not take it along.
        starts ??= tensor([.. Documents.Select(document => document.Start), lengths.Sum()], dtype: ScalarType.Int32, device: query.device).DetachFromDisposeScope();
        long longest = lengths.Max();
        return SequenceAttention.Apply(query, key, value, starts, starts, longest, longest);
    }
}
