using System.Runtime.InteropServices;

namespace ExtraCot.Nn.Runtime;

/// <summary>
/// Memory of large tensors goes back to the system when they are disposed of. Left to itself glibc learns from the sizes it sees to keep blocks of up
/// to 32 MB in its heap, where those of a training step leave gaps that later ones do not fill: twice the memory in the end.
/// </summary>
public static partial class LargeBlocks
{
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD of malloc.h
    private const int Bytes = 1 << 20;

    /// <summary>From now on in this process; a training step takes about a quarter longer, as all such memory comes new. Nothing happens where the C library is another.</summary>
    public static void ReturnToSystem()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MallOpt(MmapThreshold, Bytes);
        }
        catch (Exception absent) when (absent is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl has no such setting
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
