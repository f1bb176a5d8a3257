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
    private long taken;

    /// <param name="sizes">Floats of each part that will be taken.</param>
    internal Scratch(params ReadOnlySpan<long> sizes)
    {
        long needed = 0;
        foreach (var size in sizes) needed += RoundUp(size);
        if (Free.TryTake(out var found) && found.Length >= needed) buffer = found;
        else
        {
            found?.Dispose();
            buffer = new AlignedBuffer(needed, clear: false);
        }
    }

    /// <summary>The next part, at the start of a cache line.</summary>
    internal float* Take(long count)
    {
        var start = taken;
        taken += RoundUp(count);
        return taken <= buffer.Length ? buffer.Data + start : throw new InvalidOperationException("scratch: more taken than announced");
    }

    public void Dispose()
    {
        if (buffer.Length <= Kept) Free.Add(buffer);
        else buffer.Dispose();
    }

    private static long RoundUp(long count) => (count + Line - 1) / Line * Line;
}
