using System.Runtime.InteropServices;

namespace ExtraCot.Nn.Runtime;

/// <summary>
/// Memory of large tensors goes back to the system when they are disposed of. Left to itself glibc learns from the sizes it sees to keep blocks of up
/// to 32 MB in its heap, where those of a training step leave gaps that later ones do not fill: twice the memory in the end.
/// </summary>
public static partial class LargeBlocks
{
    private const int TrimThreshold = -1, MmapThreshold = -3; // M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h

    /// <summary>From now on in this process; a training step takes about a quarter longer, as all such memory comes new. Nothing happens where the C library is another.</summary>
    /// <param name="bytes">Size a block is large from.</param>
    public static void ReturnToSystem(int bytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MallOpt(MmapThreshold, bytes);
            _ = MallOpt(TrimThreshold, bytes);
        }
        catch (Exception absent) when (absent is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl has no such setting
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
