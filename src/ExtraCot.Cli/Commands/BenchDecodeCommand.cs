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
        var dtype = new Option<string?>("--dtype") { Description = "Type of the matrices, f32 or bf16; without it what this processor runs faster; a GPU runs bf16." };
        var device = DeviceOption.Create();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb(
            "decode",
            "Time generation: the best of at least five rounds.",
            "extracot bench decode --model models/small-base --json",
            "extracot bench decode --shape qwen3-0.6b",
            "extracot bench decode --shape qwen3-1.7b --device cuda") { model, shape, dtype, device, json };
        verb.Runs((parsed, cancellation) =>
        {
            var name = parsed.GetValue(shape) ?? ShippedModels.Find(parsed.GetRequiredValue(model));
            if (DeviceOption.IsGpu(parsed.GetRequiredValue(device)))
            {
                var fast = GpuDecodeBenchmark.Run(name, cancellation);
                parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? fast.ToJson() : fast.ToText());
                return;
            }
            var result = DecodeBenchmark.Run(
                name, parsed.GetValue(dtype) is { } type ? WeightType.Parse(type) : null, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? result.ToJson() : result.ToText());
        });
        return verb;
    }
}
