using System.Runtime.InteropServices;

namespace ExtraCot.Nn.Runtime;

/// <summary>The CUDA runtime that libtorch has loaded.</summary>
internal static class CudaRuntime
{
    private static readonly string[] Names = ["libcudart.so.13", "libcudart.so.12"];

    /// <summary>One of its functions.</summary>
    /// <exception cref="DllNotFoundException">There is no CUDA runtime of a version known here.</exception>
    /// <exception cref="EntryPointNotFoundException">It has no such function.</exception>
    internal static nint Function(string name)
    {
        foreach (var library in Names)
            if (NativeLibrary.TryLoad(library, out var runtime)) return NativeLibrary.GetExport(runtime, name);
        throw new DllNotFoundException($"none of {string.Join(", ", Names)} is loaded");
    }
}
