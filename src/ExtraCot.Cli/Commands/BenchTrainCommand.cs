using System.CommandLine;
using ExtraCot.Benchmarks;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot bench train</c>: the trainer's speed.</summary>
internal static class BenchTrainCommand
{
    internal static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Model folder, or the name of a shipped model.", DefaultValueFactory = _ => "small-base" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb(
            "train",
            "Time an optimiser step of 16 x 256 tokens in float32 against its bare matrix products: the best of five rounds.",
            "extracot bench train --json") { model, json };
        verb.Runs((parsed, cancellation) =>
        {
            var result = TrainBenchmark.Run(ShippedModels.Find(parsed.GetRequiredValue(model)), cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? result.ToJson() : result.ToText());
        });
        return verb;
    }
}
