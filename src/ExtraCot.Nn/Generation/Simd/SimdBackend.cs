using ExtraCot.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Small models on the CPU: one <see cref="SimdRunner"/> a processor, all with the same packed weights.</summary>
internal sealed class SimdBackend(Qwen3Model model, int threads) : IDecodeBackend
{
    private const long MostParameters = 50_000_000;
    private const int TypicalContext = 256; // positions
    private readonly DecoderWeights weights = new(model);

    public int Vocabulary => model.Config.VocabularySize;
    public int MaxPositions => model.Config.MaxPositions;
    public int Threads => threads;

    /// <summary>Reading the weights then costs a row no more than reading its keys and values; fewer rows leave more of those in the processor's cache.</summary>
    public int PreferredRows => Math.Clamp(MatrixProduct.RoundUp((int)(model.ParameterCount * sizeof(float) / (TypicalContext * BytesPerPosition))), MatrixProduct.RowBlock, 64);

    public long BytesPerPosition => 2L * sizeof(float) * model.Config.Layers * model.Config.KeyValueHeads * model.Config.HeadSize;

    /// <summary>Whether the kernels suit a model: float32 on the CPU, whole vectors, and small enough that one thread a batch beats torch's threads a product.</summary>
    internal static bool Supports(Qwen3Model model) =>
        model.ComputeType == ScalarType.Float32 && model.Parameters[0].Value.device_type == DeviceType.CPU && model.ParameterCount <= MostParameters
        && model.Config.HiddenSize % VectorMath.Lanes == 0 && model.Config.HeadSize % VectorMath.Lanes == 0 && model.Config.IntermediateSize % VectorMath.Lanes == 0;

    public IModelRunner CreateRunner(int rows, int capacity) => new SimdRunner(weights, rows, capacity);

    public void Refresh() => weights.Refresh();

    public void Dispose() => weights.Dispose();
}
