using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>Any model on any device through torch, on the caller's thread; matrix products and the cache in the model's compute type.</summary>
internal sealed class TorchBackend : IDecodeBackend
{
    private readonly Qwen3Model model;
    private Qwen3Model? converted; // where the compute type is not that of the weights

    /// <param name="model">Used as it is in float32, copied otherwise; not disposed here.</param>
    internal TorchBackend(Qwen3Model model)
    {
        this.model = model;
        Refresh();
    }

    public int Vocabulary => model.Config.VocabularySize;
    public int MaxPositions => model.Config.MaxPositions;
    public int Threads => 1; // torch has its own
    public int PreferredRows => 64;
    public long BytesPerPosition => 2L * model.Config.Layers * model.Config.KeyValueHeads * model.Config.HeadSize * (model.ComputeType == ScalarType.Float32 ? 4 : 2);

    public IModelRunner CreateRunner(int rows, int capacity, long positions) =>
        new TorchRunner(converted ?? model, (int)Math.Min(rows, positions / capacity - 1), capacity); // one row more holds the prompt

    public void Refresh()
    {
        converted?.Dispose();
        using var guard = no_grad();
        converted = model.ComputeType == ScalarType.Float32 ? null : model.CloneInComputeType();
    }

    public void Dispose() => converted?.Dispose();
}
