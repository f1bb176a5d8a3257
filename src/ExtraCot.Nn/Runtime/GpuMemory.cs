using System.Runtime.InteropServices;

namespace ExtraCot.Nn.Runtime;

/// <summary>The memory of the GPU in use.</summary>
/// <param name="Free">Bytes nobody holds; libtorch keeps what it once took, so this falls to the lowest it ever was.</param>
/// <param name="Total">All bytes.</param>
public sealed record GpuMemory(long Free, long Total)
{
    /// <summary>Asks the CUDA runtime that libtorch has loaded; null where there is no GPU.</summary>
    public static unsafe GpuMemory? Read()
    {
        if (!TorchSharp.torch.cuda.is_available()) return null;
        foreach (var name in new[] { "libcudart.so.13", "libcudart.so.12" })
        {
            if (!NativeLibrary.TryLoad(name, out var runtime)) continue;
            nuint free, total;
            var read = (delegate* unmanaged<nuint*, nuint*, int>)NativeLibrary.GetExport(runtime, "cudaMemGetInfo");
            if (read(&free, &total) == 0) return new GpuMemory((long)free, (long)total);
        }
        return null;
    }
}
