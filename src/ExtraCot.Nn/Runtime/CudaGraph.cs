using System.Runtime.InteropServices;

namespace ExtraCot.Nn.Runtime;

/// <summary>
/// Work on a GPU that is recorded once and then started as a whole: one launch instead of thousands (PyTorch's at::cuda::CUDAGraph). Its tensors stay
/// where they were; new input is copied into the old places.
/// </summary>
internal sealed unsafe class CudaGraph : IDisposable
{
    private const int ObjectBytes = 16_384; // the C++ object has some hundreds
    private const int Relaxed = 2; // cudaStreamCaptureModeRelaxed: other threads may go on allocating
    private readonly CudaLibrary library;
    private readonly nint graph;

    private CudaGraph(CudaLibrary library)
    {
        this.library = library;
        graph = (nint)NativeMemory.AllocZeroed(ObjectBytes);
        library.Construct(graph, 0);
    }

    /// <value>Why nothing is recorded; null while recording works or was not tried.</value>
    internal static string? Problem => CudaLibrary.Missing ?? failure;

    private static volatile string? failure = Environment.GetEnvironmentVariable(Switch) == "0" ? $"{Switch}=0" : null;

    /// <summary>Whether recording is worth a try.</summary>
    internal static bool Works => failure is null && CudaLibrary.Current is not null;

    /// <summary>Set to 0, this environment variable turns recording off.</summary>
    private const string Switch = "EXTRACOT_CUDA_GRAPHS";

    /// <summary>
    /// Records the work, which must have run before, on a stream that is not the default one. Nothing is computed yet. Returns null where it cannot be
    /// recorded; <see cref="Problem"/> then tells why, and nobody tries again.
    /// </summary>
    /// <param name="work">Only operations on the GPU that wait for nothing.</param>
    /// <param name="shared">A graph whose memory for intermediate results this one may use too, as the two never run at once; null for none.</param>
    internal static CudaGraph? Record(Action work, CudaGraph? shared)
    {
        if (!Works) return null;
        var library = CudaLibrary.Current!;
        var graph = new CudaGraph(library);
        library.CaptureBegin(graph.graph, shared is null ? default : library.PoolOf(shared.graph), Relaxed);
        string? refusal = null;
        try
        {
            work();
        }
        catch (ExternalException refused)
        {
            refusal = refused.Message.Split('\n', 2)[0];
        }
        if (library.IsRecordingWhole()) library.CaptureEnd(graph.graph);
        else
        {
            library.AbandonRecording();
            refusal ??= "a call that cannot be recorded broke the recording";
        }
        if (refusal is null) return graph;
        failure = refusal; // the object is left: libtorch's allocator may still know it
        return null;
    }

    /// <summary>Starts the work on this thread's stream.</summary>
    internal void Replay() => library.Replay(graph);

    public void Dispose()
    {
        library.Destroy(graph);
        NativeMemory.Free((void*)graph);
    }
}
