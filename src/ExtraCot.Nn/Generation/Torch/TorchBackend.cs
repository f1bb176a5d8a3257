using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>Any model on any device through torch, on the caller's thread; matrix products and the cache in the model's compute type.</summary>
internal sealed class TorchBackend : IDecodeBackend
{
    private readonly Qwen3Model model;
    private TorchRunner? idle; // with the recordings of an earlier call
    private Qwen3Model? converted; // where the compute type is not that of the weights

    /// <param name="model">Used as it is where its matrices are of the compute type, copied otherwise; not disposed here.</param>
    internal TorchBackend(Qwen3Model model)
    {
        this.model = model;
        Refresh();
    }

    public int Vocabulary => model.Config.VocabularySize;
    public int MaxPositions => model.Config.MaxPositions;
    public int Threads => 1; // torch has its own
    public int PreferredRows => model.Device.type == DeviceType.CUDA ? 256 : 64; // a GPU reads the weights once for all
    public long BytesPerPosition => 2L * model.Config.Layers * model.Config.KeyValueHeads * model.Config.HeadSize * (model.ComputeType == ScalarType.Float32 ? 4 : 2);

    public long CacheBytes => model.Device.type == DeviceType.CUDA && GpuMemory.Read() is { } memory ? memory.Free / 2 : 2L << 30;

    public IModelRunner CreateRunner(int rows, int capacity, long positions)
    {
        if (model.Device.type == DeviceType.CUDA) cuda.synchronize(); // weights are written on another stream
        rows = (int)Math.Max(1, Math.Min(rows, positions / capacity - 1)); // one row more holds the prompt
        var kept = Interlocked.Exchange(ref idle, null);
        if (kept is not null && kept.Rows >= rows && kept.Capacity >= capacity) return kept;
        kept?.Free();
        return new TorchRunner(converted ?? model, rows, capacity, runner => Interlocked.Exchange(ref idle, runner)?.Free());
    }

    // In place where there is a copy: recordings read it.
    public void Refresh()
    {
        using var guard = no_grad();
        if (converted is not null)
            foreach (var (own, theirs) in converted.Parameters.Zip(model.Parameters)) own.Value.copy_(theirs.Value);
        else if (model.ComputeType != model.OutputMatrix.dtype) converted = model.CloneInComputeType();
    }

    public void Dispose()
    {
        idle?.Free();
        converted?.Dispose();
    }
}
