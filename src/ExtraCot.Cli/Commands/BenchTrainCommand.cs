using System.CommandLine;
using ExtraCot.Benchmarks;
using ExtraCot.Models;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot bench train</c>: the trainer's speed.</summary>
internal static class BenchTrainCommand
{
    internal static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Model folder, or the name of a shipped model.", DefaultValueFactory = _ => "small-base" };
        var shape = new Option<string?>("--shape") { Description = $"Random weights of this shape instead, on a GPU: {ModelShapes.Listed}." };
        var keep = new Option<bool>("--keep-activations") { Description = "On a GPU: keep activations for the backward pass instead of computing them again." };
        var device = DeviceOption.Create();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb(
            "train",
            "Time an optimiser step, on the CPU 16 x 256 tokens in float32 against its bare matrix products, on a GPU 8 x 1024 tokens with bfloat16 products: the best of at least five rounds.",
            "extracot bench train --json",
            "extracot bench train --shape qwen3-1.7b --device cuda --json") { model, shape, keep, device, json };
        verb.Runs((parsed, cancellation) =>
        {
            if (DeviceOption.IsGpu(parsed.GetRequiredValue(device)))
            {
                var fast = GpuTrainBenchmark.Run(parsed.GetValue(shape) ?? ShippedModels.Find(parsed.GetRequiredValue(model)), !parsed.GetValue(keep), cancellation);
                parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? fast.ToJson() : fast.ToText());
                return;
            }
            if (parsed.GetValue(shape) is not null) throw new InputException("--shape: on the CPU a model folder is trained; use --model, or --device cuda");
            var result = TrainBenchmark.Run(ShippedModels.Find(parsed.GetRequiredValue(model)), cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? result.ToJson() : result.ToText());
        });
        return verb;
    }
}
