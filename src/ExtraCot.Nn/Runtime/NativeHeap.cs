using System.Runtime.InteropServices;

namespace ExtraCot.Nn.Runtime;

/// <summary>The heap that tensors come from.</summary>
public static partial class NativeHeap
{
    /// <summary>
    /// Gives pages that no tensor uses any more back to the system. glibc keeps them in the arenas of its threads, where tensors of changing sizes leave more and
    /// more of them behind; elsewhere this does nothing.
    /// </summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MallocTrim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
