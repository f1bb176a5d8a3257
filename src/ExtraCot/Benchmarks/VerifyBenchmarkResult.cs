using System.Text.Json;

namespace ExtraCot.Benchmarks;

/// <summary>The answer checker's speed: the best of the rounds.</summary>
/// <param name="Cases">Pairs of gold answer and rewritten form.</param>
/// <param name="MedianMicroseconds">Half of the cases take less, on one core.</param>
/// <param name="P99Microseconds">99 % of the cases take less, on one core.</param>
/// <param name="VerdictsPerSecond">Throughput with all cores.</param>
/// <param name="BytesPerVerdict">Managed bytes allocated for each verdict.</param>
/// <param name="EqualShare">Share of the cases found equal; all of them should be.</param>
/// <param name="CalibrationMilliseconds">The calibration loop beside the best round.</param>
/// <param name="Cores">Cores in use for the throughput.</param>
public sealed record VerifyBenchmarkResult(
    int Cases, double MedianMicroseconds, double P99Microseconds, double VerdictsPerSecond, double BytesPerVerdict, double EqualShare,
    double CalibrationMilliseconds, int Cores)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Names);

    /// <summary>One line to read.</summary>
    public string ToText() =>
        $"{Cases} cases: median {MedianMicroseconds:F1} µs, p99 {P99Microseconds:F0} µs, {VerdictsPerSecond:F0} verdicts/s on {Cores} cores, " +
        $"{BytesPerVerdict:F0} bytes a verdict, {EqualShare:P1} equal (calibration loop {CalibrationMilliseconds:F1} ms)";
}
