using System.Text.Json;

namespace ExtraCot.Benchmarks;

/// <summary>The speed of training on the CPU: the best of the rounds.</summary>
/// <param name="ShareOfPeak">Time of the bare weight products of a step, forward and backward, over that of the step; at most 1.</param>
/// <param name="ShareOfLargeProducts">Rate of the step's operations (weights and attention) over that of products of 1024 x 1024 x 1024.</param>
/// <param name="OptimizerShare">Clipping, AdamW and copying to the workers, over the step.</param>
/// <param name="TokensPerSecond">Tokens a second.</param>
/// <param name="PeakBytes">Most memory of the process so far; 0 where the system does not tell.</param>
/// <param name="StepMilliseconds">The step.</param>
/// <param name="ProductsMilliseconds">The bare products.</param>
/// <param name="CalibrationMilliseconds">The calibration loop beside these.</param>
/// <param name="Cores">Worker threads.</param>
public sealed record TrainBenchmarkResult(double ShareOfPeak, double ShareOfLargeProducts, double OptimizerShare, double TokensPerSecond, long PeakBytes,
    double StepMilliseconds, double ProductsMilliseconds, double CalibrationMilliseconds, int Cores)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Names);

    /// <summary>One line to read.</summary>
    public string ToText() =>
        $"{TokensPerSecond:#,0} tokens/s; {ShareOfPeak:P1} of the bare products' rate ({ProductsMilliseconds:0.0} of {StepMilliseconds:0.0} ms), {ShareOfLargeProducts:P1} of large products'; optimiser {OptimizerShare:P1}; peak memory {PeakBytes / 1e6:0} MB; {Cores} cores";
}
