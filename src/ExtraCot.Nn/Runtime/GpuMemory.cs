namespace ExtraCot.Nn.Runtime;

/// <summary>The memory of the GPU in use.</summary>
/// <param name="Free">Bytes nobody holds; libtorch keeps what it once took, so this falls to the lowest it ever was.</param>
/// <param name="Total">All bytes.</param>
public sealed record GpuMemory(long Free, long Total)
{
    /// <summary>Asks the CUDA runtime; null where there is no GPU, or it does not answer.</summary>
    /// <exception cref="DllNotFoundException">There is a GPU, but no CUDA runtime of a version known here.</exception>
    public static unsafe GpuMemory? Read()
    {
        if (!TorchSharp.torch.cuda.is_available()) return null;
        nuint free, total;
        var read = (delegate* unmanaged<nuint*, nuint*, int>)CudaRuntime.Function("cudaMemGetInfo");
        return read(&free, &total) == 0 ? new GpuMemory((long)free, (long)total) : null;
    }
}
