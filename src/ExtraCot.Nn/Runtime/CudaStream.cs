namespace ExtraCot.Nn.Runtime;

/// <summary>A stream of the GPU's work beside the default one, which cannot be recorded.</summary>
internal sealed unsafe class CudaStream
{
    private readonly CudaLibrary library;
    private readonly CudaLibrary.Stream stream;

    private CudaStream(CudaLibrary library) => (this.library, stream) = (library, library.StreamFromPool(0, 0));

    /// <summary>A stream, or null where there is no GPU or its streams cannot be reached.</summary>
    internal static CudaStream? Create() => CudaLibrary.Current is { } library ? new CudaStream(library) : null;

    /// <summary>Makes it this thread's stream until the result is disposed of. Work of two streams is not ordered: synchronise between them.</summary>
    internal IDisposable Enter()
    {
        var outer = new Entered(library, library.CurrentStream(0));
        library.SetCurrentStream(stream);
        return outer;
    }

    private sealed class Entered(CudaLibrary library, CudaLibrary.Stream before) : IDisposable
    {
        public void Dispose() => library.SetCurrentStream(before);
    }
}
