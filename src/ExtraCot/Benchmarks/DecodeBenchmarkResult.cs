using System.Text.Json;

namespace ExtraCot.Benchmarks;

/// <summary>The speed of generation on the CPU: the best of the rounds.</summary>
/// <param name="Batch64OverFloor">
/// Time of a step of 64 rows at context 256 over that of the bare weight products of the same shapes plus one read of keys and values; one core, at least 1.
/// </param>
/// <param name="Batch1BandwidthShare">Time to read weights, keys and values once over that of a step of one row at context 256; one core, at most 1.</param>
/// <param name="PrefillTokensPerSecond">Prompt tokens, prompts of 70, all cores.</param>
/// <param name="DecodeTokensPerSecond">New tokens, 400 for each of 128 prompts of 70 tokens at temperature 0.7, prefill included, all cores.</param>
/// <param name="Batch64StepMicroseconds">The step of 64 rows.</param>
/// <param name="Batch1StepMicroseconds">The step of one row.</param>
/// <param name="CalibrationMilliseconds">The calibration loop beside these.</param>
/// <param name="Cores">Cores in use for the tokens a second.</param>
public sealed record DecodeBenchmarkResult(
    double Batch64OverFloor, double Batch1BandwidthShare, double PrefillTokensPerSecond, double DecodeTokensPerSecond,
    double Batch64StepMicroseconds, double Batch1StepMicroseconds, double CalibrationMilliseconds, int Cores)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Names);

    /// <summary>One line to read.</summary>
    public string ToText() =>
        $"decode {DecodeTokensPerSecond:F0} tokens/s, prefill {PrefillTokensPerSecond:F0} tokens/s on {Cores} cores; one core: a step of 64 rows " +
        $"{Batch64StepMicroseconds:F0} µs = {Batch64OverFloor:F2} x floor, of one row {Batch1StepMicroseconds:F0} µs = {Batch1BandwidthShare:P0} of " +
        $"plain reading (calibration loop {CalibrationMilliseconds:F1} ms)";
}
