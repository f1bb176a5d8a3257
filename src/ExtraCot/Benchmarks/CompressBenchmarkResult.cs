using System.Text.Json;

namespace ExtraCot.Benchmarks;

/// <summary>The compressor's speed: the best of the rounds.</summary>
/// <param name="FiveRatiosOverOne">Time to compress to five ratios over time to compress to one, the forward pass included.</param>
/// <param name="OutsideForwardShare">Share of the time that is not spent in forward passes (segmentation, tokenizing, choosing units, rebuilding text), at five ratios on one thread.</param>
/// <param name="Time16kOver4k">Time to score a thought of 16,384 of the compressor's tokens over that of one of 4,096; 4 would be exactly linear.</param>
/// <param name="TokensPerSecond">Tokens of thoughts compressed to five ratios, all cores.</param>
/// <param name="CalibrationMilliseconds">The calibration loop beside these.</param>
/// <param name="Cores">Cores in use for the tokens a second.</param>
public sealed record CompressBenchmarkResult(
    double FiveRatiosOverOne, double OutsideForwardShare, double Time16kOver4k, double TokensPerSecond, double CalibrationMilliseconds, int Cores)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Names);

    /// <summary>One line to read.</summary>
    public string ToText() =>
        $"compress {TokensPerSecond:F0} tokens/s on {Cores} cores; five ratios cost {FiveRatiosOverOne:F3} x one, {OutsideForwardShare:P1} is not forward pass, " +
        $"16k tokens take {Time16kOver4k:F2} x 4k (calibration loop {CalibrationMilliseconds:F1} ms)";
}
