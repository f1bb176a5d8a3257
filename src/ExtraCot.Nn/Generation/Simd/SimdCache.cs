using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// Keys and values of all rows in the order attention reads them. A head of a layer of a row holds its keys in blocks of 32 positions,
/// [capacity / 32, headDim, 32], so that one vector scores 16 positions, then its values in strips of 16 channels,
/// [headDim / 16, capacity, 16].
/// </summary>
internal sealed unsafe class SimdCache : IDisposable
{
    /// <summary>Positions whose keys stand together.</summary>
    internal const int Block = 2 * Lanes;

    private const int Lanes = VectorMath.Lanes;
    private readonly Qwen3Config shape;
    private readonly int capacity;
    private readonly AlignedBuffer buffer;

    internal SimdCache(Qwen3Config shape, int rows, int capacity)
    {
        this.shape = shape;
        this.capacity = RoundUp(capacity);
        buffer = new AlignedBuffer(rows * RowLength, clear: false); // attention reads nothing that was not written, but for scores it discards
    }

    private long HeadLength => (long)capacity * shape.HeadSize;
    private long RowLength => 2 * HeadLength * shape.KeyValueHeads * shape.Layers;

    internal float* Keys(int row, int layer, int head) => buffer.Data + row * RowLength + 2 * HeadLength * (layer * shape.KeyValueHeads + head);

    internal float* Values(int row, int layer, int head) => Keys(row, layer, head) + HeadLength;

    /// <summary>Floats from one strip of values to the next.</summary>
    internal int StripLength => capacity * Lanes;

    /// <summary>Positions in whole blocks.</summary>
    internal static int RoundUp(int positions) => (positions + Block - 1) / Block * Block;

    /// <param name="row">Row, layer and head: where to write.</param>
    /// <param name="layer">See row.</param>
    /// <param name="head">See row.</param>
    /// <param name="position">Position in the sequence.</param>
    /// <param name="key">[headDim]</param>
    /// <param name="value">[headDim]</param>
    internal void Write(int row, int layer, int head, int position, float* key, float* value)
    {
        var keys = Keys(row, layer, head) + (long)(position / Block) * Block * shape.HeadSize + position % Block;
        var values = Values(row, layer, head) + position * Lanes;
        for (var d = 0; d < shape.HeadSize; d++) keys[d * Block] = key[d];
        for (var d = 0; d < shape.HeadSize; d += Lanes) CopyFloats(value + d, values + d / Lanes * StripLength, Lanes);
    }

    /// <summary>Copies the first <paramref name="length"/> positions of every layer and head.</summary>
    internal void Copy(int from, int to, int length)
    {
        for (var layer = 0; layer < shape.Layers; layer++)
            for (var head = 0; head < shape.KeyValueHeads; head++)
            {
                CopyFloats(Keys(from, layer, head), Keys(to, layer, head), RoundUp(length) * shape.HeadSize);
                for (var strip = 0; strip < shape.HeadSize / Lanes; strip++)
                    CopyFloats(Values(from, layer, head) + strip * StripLength, Values(to, layer, head) + strip * StripLength, length * Lanes);
            }
    }

    public void Dispose() => buffer.Dispose();

    private static void CopyFloats(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
