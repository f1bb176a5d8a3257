namespace ExtraCot.Nn.Runtime;

/// <summary>The memory of the GPU in use.</summary>
/// <param name="Free">Bytes nobody holds; libtorch keeps what it once took, so this falls to the lowest it ever was.</param>
/// <param name="Total">All bytes.</param>
public sealed record GpuMemory(long Free, long Total)
{
    /// <summary>Asks the CUDA runtime; null where there is no GPU, or no runtime of a version known here that answers.</summary>
    public static unsafe GpuMemory? Read()
    {
        if (!TorchSharp.torch.cuda.is_available()) return null;
        try
        {
            nuint free, total;
            var read = (delegate* unmanaged<nuint*, nuint*, int>)CudaRuntime.Function("cudaMemGetInfo");
            return read(&free, &total) == 0 ? new GpuMemory((long)free, (long)total) : null;
        }
        catch (DllNotFoundException)
        {
            return null;
        }
    }
}
