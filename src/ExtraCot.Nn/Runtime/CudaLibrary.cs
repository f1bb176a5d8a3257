using System.Runtime.InteropServices;

namespace ExtraCot.Nn.Runtime;

/// <summary>
/// What TorchSharp does not bind of CUDA: libtorch's streams and graphs, by the names its C++ compiler gave them, and the state of a recording. Signatures as of PyTorch 2.11;
/// where a name is missing, <see cref="Load"/> says so and everything runs without graphs.
/// </summary>
internal sealed unsafe class CudaLibrary
{
    private static readonly Lazy<CudaLibrary?> Instance = new(Load);

    /// <value>The library, or null where <see cref="Missing"/> says what is lacking.</value>
    internal static CudaLibrary? Current => Instance.Value;

    /// <value>Why there is none; null where there is one or nobody asked.</value>
    internal static string? Missing { get; private set; }

    internal delegate* unmanaged<int, sbyte, Stream> StreamFromPool { get; private init; }
    internal delegate* unmanaged<sbyte, Stream> CurrentStream { get; private init; }
    internal delegate* unmanaged<Stream, void> SetCurrentStream { get; private init; }
    internal delegate* unmanaged<nint, byte, void> Construct { get; private init; }
    internal delegate* unmanaged<nint, void> Destroy { get; private init; }
    internal delegate* unmanaged<nint, Pool, int, void> CaptureBegin { get; private init; }
    internal delegate* unmanaged<nint, void> CaptureEnd { get; private init; }
    internal delegate* unmanaged<nint, void> Replay { get; private init; }
    internal delegate* unmanaged<nint, Pool> PoolOf { get; private init; }
    private delegate* unmanaged<Stream*, nint> HandleOf { get; init; }
    private delegate* unmanaged<nint, int*, int> IsCapturing { get; init; }
    private delegate* unmanaged<nint, nint*, int> EndCapture { get; init; }
    private delegate* unmanaged<int> TakeLastError { get; init; }

    /// <summary>Whether the recording on this thread's stream can be ended as a whole; a call that cannot be recorded has broken it.</summary>
    internal bool IsRecordingWhole()
    {
        var (stream, status) = (CurrentStream(0), 0);
        return IsCapturing(HandleOf(&stream), &status) == 0 && status == 1; // cudaStreamCaptureStatusActive; 2 is invalidated
    }

    /// <summary>Ends a broken recording on this thread's stream, which can then be used again. libtorch would throw a C++ exception instead.</summary>
    internal void AbandonRecording()
    {
        var stream = CurrentStream(0);
        nint nothing = 0;
        EndCapture(HandleOf(&stream), &nothing);
        TakeLastError();
    }

    private static CudaLibrary? Load()
    {
        try
        {
            if (!TorchSharp.torch.cuda.is_available()) throw new EntryPointNotFoundException("this libtorch computes on the CPU alone");
            nint core = NativeResolver.Library("libc10_cuda.so"), cuda = NativeResolver.Library("libtorch_cuda.so");
            return new CudaLibrary
            {
                StreamFromPool = (delegate* unmanaged<int, sbyte, Stream>)NativeLibrary.GetExport(core, "_ZN3c104cuda17getStreamFromPoolEia"),
                CurrentStream = (delegate* unmanaged<sbyte, Stream>)NativeLibrary.GetExport(core, "_ZN3c104cuda20getCurrentCUDAStreamEa"),
                SetCurrentStream = (delegate* unmanaged<Stream, void>)NativeLibrary.GetExport(core, "_ZN3c104cuda20setCurrentCUDAStreamENS0_10CUDAStreamE"),
                Construct = (delegate* unmanaged<nint, byte, void>)NativeLibrary.GetExport(cuda, "_ZN2at4cuda9CUDAGraphC1Eb"),
                Destroy = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(cuda, "_ZN2at4cuda9CUDAGraphD1Ev"),
                CaptureBegin = (delegate* unmanaged<nint, Pool, int, void>)NativeLibrary.GetExport(cuda, "_ZN2at4cuda9CUDAGraph13capture_beginESt4pairIyyE21cudaStreamCaptureMode"),
                CaptureEnd = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(cuda, "_ZN2at4cuda9CUDAGraph11capture_endEv"),
                Replay = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(cuda, "_ZN2at4cuda9CUDAGraph6replayEv"),
                PoolOf = (delegate* unmanaged<nint, Pool>)NativeLibrary.GetExport(cuda, "_ZN2at4cuda9CUDAGraph4poolEv"),
                HandleOf = (delegate* unmanaged<Stream*, nint>)NativeLibrary.GetExport(core, "_ZNK3c104cuda10CUDAStream6streamEv"),
                IsCapturing = (delegate* unmanaged<nint, int*, int>)CudaRuntime.Function("cudaStreamIsCapturing"),
                EndCapture = (delegate* unmanaged<nint, nint*, int>)CudaRuntime.Function("cudaStreamEndCapture"),
                TakeLastError = (delegate* unmanaged<int>)CudaRuntime.Function("cudaGetLastError"),
            };
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            Missing = missing.Message;
            return null;
        }
    }

    /// <summary>c10::cuda::CUDAStream: device and number, passed in two registers.</summary>
    internal readonly record struct Stream(long Device, long Id);

    /// <summary>c10::MempoolId_t, a pair of numbers.</summary>
    internal readonly record struct Pool(ulong First, ulong Second);
}
