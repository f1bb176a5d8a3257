using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Small models on the CPU: one <see cref="SimdRunner"/> a processor, all with the same packed weights.</summary>
internal sealed class SimdBackend(Qwen3Model model, int threads) : IDecodeBackend
{
    private readonly DecoderWeights weights = new(model);

    public int Vocabulary => model.Config.VocabularySize;
    public int MaxPositions => model.Config.MaxPositions;
    public int Threads => threads;
    public int PreferredRows => 32;
    public long BytesPerPosition => 2L * sizeof(float) * model.Config.Layers * model.Config.KeyValueHeads * model.Config.HeadSize;

    public IModelRunner CreateRunner(int rows, int capacity) => new SimdRunner(weights, rows, capacity);

    public void Refresh() => weights.Refresh();

    public void Dispose() => weights.Dispose();
}
