using ExtraCot.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// Models on the CPU through own vector kernels. A small one runs once a processor, each with a batch of its own; the products of a large one
/// are shared by all processors.
/// </summary>
internal sealed class SimdBackend(Qwen3Model model, int threads) : IDecodeBackend
{
    private const int TypicalContext = 256; // positions
    private const int MostRows = 64;
    private readonly DecoderWeights weights = new(model);

    public int Vocabulary => model.Config.VocabularySize;
    public int MaxPositions => model.Config.MaxPositions;
    public int Threads => weights.Packed ? threads : 1;

    /// <summary>Reading the weights then costs a row no more than reading its keys and values; fewer rows leave more of those in the processor's cache.</summary>
    public int PreferredRows => weights.Packed
        ? Math.Clamp(WeightMatrix.RoundUp((int)(model.ParameterCount * sizeof(float) / (TypicalContext * BytesPerPosition))), WeightMatrix.RowBlock, MostRows)
        : MostRows;

    public long BytesPerPosition => 2L * sizeof(float) * model.Config.Layers * model.Config.KeyValueHeads * model.Config.HeadSize;

    /// <summary>Whether the kernels suit a model: float32 mathematics on the CPU, whole vectors.</summary>
    internal static bool Supports(Qwen3Model model) =>
        model.ComputeType == ScalarType.Float32 && model.Parameters[0].Value.device_type == DeviceType.CPU
        && model.Config.HiddenSize % VectorMath.Lanes == 0 && model.Config.HeadSize % VectorMath.Lanes == 0 && model.Config.IntermediateSize % VectorMath.Lanes == 0;

    public IModelRunner CreateRunner(int rows, int capacity, long positions) =>
        new SimdRunner(weights, rows, capacity, positions, weights.Packed ? 1 : threads);

    public void Refresh() => weights.Refresh();

    public void Dispose() => weights.Dispose();
}
