using System.Runtime.InteropServices;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Float32 memory outside the managed heap, aligned to a cache line.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int CacheLine = 64; // bytes; one vector of 16 floats

    /// <param name="length">Floats.</param>
    /// <param name="clear">Whether to zero it; otherwise pages that are never used cost nothing.</param>
    internal AlignedBuffer(long length, bool clear = true)
    {
        Length = length;
        Data = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1) * sizeof(float), CacheLine);
        if (clear) NativeMemory.Clear(Data, (nuint)length * sizeof(float));
    }

    ~AlignedBuffer() => Free();

    internal float* Data { get; private set; }

    /// <summary>Floats.</summary>
    internal long Length { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Data);
        Data = null;
    }
}
