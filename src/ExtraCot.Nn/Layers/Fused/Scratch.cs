using System.Collections.Concurrent;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>Memory for one task's intermediate values, not zeroed; small blocks are used again by the next task instead of going back to the system.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private const long Kept = 1 << 25; // floats: 128 MB
    private const int Line = VectorMath.Lanes;
    private static readonly ConcurrentBag<AlignedBuffer> Free = [];
    private readonly AlignedBuffer buffer;
    private readonly long[] starts;
    private int next;

    /// <param name="sizes">Floats of each part.</param>
    internal Scratch(params ReadOnlySpan<long> sizes)
    {
        starts = new long[sizes.Length];
        long needed = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            starts[i] = needed;
            needed += (sizes[i] + Line - 1) / Line * Line;
        }
        if (Free.TryTake(out var found) && found.Length >= needed) buffer = found;
        else
        {
            found?.Dispose();
            buffer = new AlignedBuffer(needed, clear: false);
        }
    }

    /// <summary>The next part in the order of their sizes, at the start of a cache line.</summary>
    internal float* Next() => buffer.Data + starts[next++];

    public void Dispose()
    {
        if (buffer.Length <= Kept) Free.Add(buffer);
        else buffer.Dispose();
    }
}
