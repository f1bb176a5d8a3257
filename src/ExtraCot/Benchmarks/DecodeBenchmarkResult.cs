using System.Text.Json;

namespace ExtraCot.Benchmarks;

/// <summary>The speed of generation on the CPU: the best of the rounds.</summary>
/// <param name="Batch64OverFloor">
/// Time of a step of 64 rows at context 256 over that of the bare weight products of the same shapes plus one read of keys and values; at least 1.
/// </param>
/// <param name="Batch1BandwidthShare">Time to read weights, keys and values once over that of a step of one row at context 256; at most 1.</param>
/// <param name="PrefillTokensPerSecond">Prompt tokens, prompts of 70 that begin differently, all cores.</param>
/// <param name="DecodeTokensPerSecond">
/// All cores. A small model: new tokens of whole calls, 400 for each of 128 prompts of 70 tokens at temperature 0.7, prefill included. A large one: those of
/// the steps of 64 rows.
/// </param>
/// <param name="Batch64StepMicroseconds">The step of 64 rows.</param>
/// <param name="Batch1StepMicroseconds">The step of one row.</param>
/// <param name="ReadGigabytesPerSecond">Bandwidth of the plain read beside the step of one row.</param>
/// <param name="DType">Type of the matrices.</param>
/// <param name="Reason">Why that type.</param>
/// <param name="StepThreads">Threads that share a step: one for a small model, which runs once a core.</param>
/// <param name="CalibrationMilliseconds">The calibration loop beside these.</param>
/// <param name="Cores">Cores in use for the tokens a second.</param>
public sealed record DecodeBenchmarkResult(
    double Batch64OverFloor, double Batch1BandwidthShare, double PrefillTokensPerSecond, double DecodeTokensPerSecond,
    double Batch64StepMicroseconds, double Batch1StepMicroseconds, double ReadGigabytesPerSecond, string DType, string Reason, int StepThreads,
    double CalibrationMilliseconds, int Cores)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Names);

    /// <summary>One line to read.</summary>
    public string ToText() =>
        $"{DType} ({Reason}): decode {DecodeTokensPerSecond:F0} tokens/s, prefill {PrefillTokensPerSecond:F0} tokens/s on {Cores} cores; a step of 64 rows on " +
        $"{StepThreads} thread{(StepThreads == 1 ? "" : "s")} {Batch64StepMicroseconds:F0} µs = {Batch64OverFloor:F2} x floor, of one row " +
        $"{Batch1StepMicroseconds:F0} µs = {Batch1BandwidthShare:P0} of plain reading ({ReadGigabytesPerSecond:F1} GB/s; calibration loop {CalibrationMilliseconds:F1} ms)";
}
