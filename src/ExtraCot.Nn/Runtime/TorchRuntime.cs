using TorchSharp;

namespace ExtraCot.Nn.Runtime;

/// <summary>Starts libtorch once a process.</summary>
public static class TorchRuntime
{
    private static int started;

    /// <summary>Loads libtorch and sets the number of threads of one operation; later calls change nothing.</summary>
    /// <param name="threads">Intra-operation threads; 0 takes every processor.</param>
    public static void Initialize(int threads = 0)
    {
        if (Interlocked.Exchange(ref started, 1) == 1) return;
        torch.set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
    }
}
