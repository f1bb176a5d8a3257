using ExtraCot.Nn.Runtime;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>
/// Work of one shape over tensors that stay in place: the first run warms up, the second is recorded as well where a GPU can do that, later ones are replays.
/// </summary>
/// <param name="work">Returns a tensor of the surrounding dispose scope.</param>
internal sealed class RecordedWork(Func<Tensor> work) : IDisposable
{
    private Tensor? result;
    private bool warm;

    /// <value>The recording, or null while there is none.</value>
    internal CudaGraph? Graph { get; private set; }

    /// <summary>Runs it; the result stays valid until the next run.</summary>
    /// <param name="record">Whether all it reads stays where it is.</param>
    /// <param name="shared">A recording whose memory this one's may use.</param>
    internal Tensor Run(bool record, CudaGraph? shared)
    {
        if (Graph is not null)
        {
            Graph.Replay();
            return result!;
        }
        if (warm && record && CudaGraph.Works)
        {
            Graph = CudaGraph.Record(Compute, shared);
            Graph?.Replay();
        }
        if (Graph is null) Compute();
        warm = true;
        return result!;
    }

    public void Dispose()
    {
        result?.Dispose();
        Graph?.Dispose();
    }

    private void Compute()
    {
        result?.Dispose();
        using var scope = NewDisposeScope();
        result = work().DetachFromDisposeScope();
    }
}
