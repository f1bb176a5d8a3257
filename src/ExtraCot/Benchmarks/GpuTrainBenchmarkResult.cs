using System.Text.Json;

namespace ExtraCot.Benchmarks;

/// <summary>The speed of training on a GPU: the best of the rounds.</summary>
/// <param name="TokensPerSecond">Tokens a second.</param>
/// <param name="ShareOfLargeProducts">Rate of the step's operations, recomputation not counted, over that of products of 8192 x 8192 x 8192.</param>
/// <param name="TeraflopsPerSecond">That rate.</param>
/// <param name="OptimizerShare">Clipping and AdamW, over the step.</param>
/// <param name="PeakBytes">Most memory of the GPU in use, what libtorch keeps for later and CUDA's own included.</param>
/// <param name="StepMilliseconds">The step.</param>
/// <param name="Checkpointing">Whether activations were computed again in the backward pass.</param>
public sealed record GpuTrainBenchmarkResult(
    double TokensPerSecond, double ShareOfLargeProducts, double TeraflopsPerSecond, double OptimizerShare, long PeakBytes, double StepMilliseconds, bool Checkpointing)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Names);

    /// <summary>One line to read.</summary>
    public string ToText() =>
        $"{TokensPerSecond:#,0} tokens/s ({StepMilliseconds:0} ms a step, activations {(Checkpointing ? "computed again" : "kept")}); {TeraflopsPerSecond:0} TFLOP/s = " +
        $"{ShareOfLargeProducts:P1} of large products' rate; optimiser {OptimizerShare:P1}; peak memory {PeakBytes / 1e9:0.0} GB";
}
