using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>What the fused operations share: where they apply, raw access, and independent tasks on libtorch's number of threads.</summary>
internal static unsafe class Rows
{
    /// <summary>Widths in whole vectors of float32 on the CPU; everything else takes the plain operations.</summary>
    internal static bool Fit(Tensor x, long width) => x.device_type == TorchSharp.DeviceType.CPU && x.dtype == ScalarType.Float32 && width % 16 == 0;

    /// <summary>First element of a contiguous float32 tensor that stays alive while the pointer is used.</summary>
    internal static float* Pointer(Tensor x) => x.numel() == 0 ? null : (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(x.bytes));

    /// <summary>Runs tasks that write to different places; results do not depend on the number of threads.</summary>
    internal static void Run(int tasks, Action<int> work)
    {
        var threads = get_num_threads();
        if (threads > 1 && tasks > 1) Parallel.For(0, tasks, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
        else for (var task = 0; task < tasks; task++) work(task);
    }

    /// <summary>Blocks of rows small enough to share out and large enough to be worth it.</summary>
    internal static void RunBlocks(long rows, Action<int, long, long> work)
    {
        var blocks = Blocks(rows);
        Run(blocks, block => work(block, (long)block * BlockRows, Math.Min(rows, (block + 1L) * BlockRows)));
    }

    internal static int Blocks(long rows) => (int)((rows + BlockRows - 1) / BlockRows);

    private const long BlockRows = 64;
}
