using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>Keys and values of all rows in one tensor of fixed size: no step allocates or moves a cache.</summary>
internal sealed class StaticCache : IDisposable
{
    private readonly Tensor data; // [layers, 2, rows, capacity, Hk, D]

    internal StaticCache(Qwen3Config shape, int rows, int capacity, ScalarType type, Device device)
    {
        Capacity = capacity;
        // Zeros, because masked positions still enter the products, and 0 times garbage may be no number.
        data = zeros([shape.Layers, 2, rows, capacity, shape.KeyValueHeads, shape.HeadSize], dtype: type, device: device).DetachFromDisposeScope();
    }

    internal ScalarType Type => data.dtype;

    /// <value>Positions of a row.</value>
    internal int Capacity { get; }

    /// <summary>Index of a position of a row for <see cref="Write"/>.</summary>
    internal long Slot(int row, int position) => (long)row * Capacity + position;

    /// <summary>Stores one token a slot.</summary>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="slots">[N] int64.</param>
    /// <param name="key">[N, Hk, D].</param>
    /// <param name="value">[N, Hk, D].</param>
    /// <returns>Keys and values of all rows one behind the other, each [rows·capacity, Hk, D].</returns>
    internal (Tensor Keys, Tensor Values) Write(int layer, Tensor slots, Tensor key, Tensor value)
    {
        var pair = data[layer].flatten(1, 2).unbind(0);
        pair[0].index_copy_(0, slots, key.to(Type));
        pair[1].index_copy_(0, slots, value.to(Type));
        return (pair[0], pair[1]);
    }

    /// <summary>Copies the first positions of every layer from one row to another.</summary>
    internal void Copy(int from, int to, int length) =>
        data.select(2, to).narrow(2, 0, length).copy_(data.select(2, from).narrow(2, 0, length));

    public void Dispose() => data.Dispose();
}
