namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Small models on the CPU: one <see cref="SimdRunner"/> a processor, all with the same packed weights.</summary>
internal sealed class SimdBackend(DecoderWeights weights, int maxPositions, int threads) : IDecodeBackend
{
    public int Vocabulary => weights.Shape.Vocabulary;
    public int MaxPositions => maxPositions;
    public int Threads => threads;
    public int PreferredRows => 32;
    public long BytesPerPosition => 2L * sizeof(float) * weights.Shape.Layers * weights.Shape.KeyValueHeads * weights.Shape.HeadDim;

    public IModelRunner CreateRunner(int rows, int capacity) => new SimdRunner(weights, rows, capacity);

    public void Dispose() => weights.Dispose();
}
