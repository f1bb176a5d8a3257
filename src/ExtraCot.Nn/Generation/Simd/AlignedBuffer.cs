using System.Runtime.InteropServices;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Float32 memory outside the managed heap, aligned to a cache line; a large one in large pages where the system has them.</summary>
internal sealed unsafe partial class AlignedBuffer : IDisposable
{
    private const int CacheLine = 64; // bytes; one vector of 16 floats
    private const int LargePage = 2 << 20;
    private const int UseLargePages = 14; // Linux's MADV_HUGEPAGE

    /// <param name="length">Floats.</param>
    /// <param name="clear">Whether to zero it; otherwise pages that are never used cost nothing.</param>
    internal AlignedBuffer(long length, bool clear = true)
    {
        Length = length;
        var bytes = (nuint)Math.Max(length, 1) * sizeof(float);
        var isLarge = OperatingSystem.IsLinux() && bytes >= 2 * LargePage;
        Data = (float*)NativeMemory.AlignedAlloc(bytes, isLarge ? (nuint)LargePage : CacheLine);
        // Attention jumps from page to page: with small ones it waits for their addresses. A system that refuses goes on as before.
        if (isLarge) _ = Advise(Data, bytes, UseLargePages);
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

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
