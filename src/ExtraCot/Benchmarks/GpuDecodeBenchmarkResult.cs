using System.Text.Json;

namespace ExtraCot.Benchmarks;

/// <summary>The speed of generation on a GPU in bfloat16: the best of the rounds.</summary>
/// <param name="Batch1TokensPerSecond">New tokens of a whole call, its prefill included.</param>
/// <param name="Batch64TokensPerSecond">The same of 64 sequences, greedy.</param>
/// <param name="Batch64SampledTokensPerSecond">The same at temperature 0.7.</param>
/// <param name="Batch1StepMilliseconds">A step of one sequence: time of the call less that of a call for one token, a step.</param>
/// <param name="Batch64StepMilliseconds">The same of 64 sequences, greedy.</param>
/// <param name="Batch64SampledStepMilliseconds">The same at temperature 0.7.</param>
/// <param name="PrefillTokensPerSecond">Prompt tokens of 64 prompts, one behind the other, with their first tokens.</param>
/// <param name="NewTokens">Of each sequence.</param>
/// <param name="Steps">Whether steps were recorded, and why not.</param>
public sealed record GpuDecodeBenchmarkResult(
    double Batch1TokensPerSecond, double Batch64TokensPerSecond, double Batch64SampledTokensPerSecond, double Batch1StepMilliseconds,
    double Batch64StepMilliseconds, double Batch64SampledStepMilliseconds, double PrefillTokensPerSecond, int NewTokens, string Steps)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Names);

    /// <summary>One line to read.</summary>
    public string ToText() =>
        $"bfloat16 on the GPU, steps {Steps}: batch 1 {Batch1TokensPerSecond:F0} tokens/s ({Batch1StepMilliseconds:F2} ms a step), batch 64 " +
        $"{Batch64TokensPerSecond:F0} tokens/s ({Batch64StepMilliseconds:F2} ms a step), sampled {Batch64SampledTokensPerSecond:F0} tokens/s " +
        $"({Batch64SampledStepMilliseconds:F2} ms a step), {NewTokens} new tokens each, prefill included; prefill {PrefillTokensPerSecond:F0} tokens/s";
}
