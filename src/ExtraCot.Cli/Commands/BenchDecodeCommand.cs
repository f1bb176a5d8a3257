using System.CommandLine;
using ExtraCot.Benchmarks;
using ExtraCot.Models;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot bench decode</c>: the generation engine's speed.</summary>
internal static class BenchDecodeCommand
{
    internal static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Model folder.", DefaultValueFactory = _ => "models/small-base", HelpName = "DIR" };
        var shape = new Option<string?>("--shape") { Description = $"Random weights of this shape instead: {ModelShapes.Listed}." };
        var dtype = new Option<string?>("--dtype") { Description = "Type of the matrices, f32 or bf16; without it what this processor runs faster." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb(
            "decode",
            "Time generation on the CPU: the best of five rounds beside a calibration loop.",
            "extracot bench decode --model models/small-base --json",
            "extracot bench decode --shape qwen3-0.6b") { model, shape, dtype, json };
        verb.Runs((parsed, cancellation) =>
        {
            var result = DecodeBenchmark.Run(
                parsed.GetValue(shape) ?? parsed.GetRequiredValue(model), parsed.GetValue(dtype) is { } name ? WeightType.Parse(name) : null, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? result.ToJson() : result.ToText());
        });
        return verb;
    }
}
