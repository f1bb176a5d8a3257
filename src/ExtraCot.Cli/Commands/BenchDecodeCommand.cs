using System.CommandLine;
using ExtraCot.Benchmarks;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot bench decode</c>: the generation engine's speed.</summary>
internal static class BenchDecodeCommand
{
    internal static Command Create()
    {
        var model = new Option<DirectoryInfo>("--model") { Description = "Model folder.", DefaultValueFactory = _ => new DirectoryInfo("models/small-base") };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb(
            "decode",
            "Time generation on the CPU: the best of five rounds beside a calibration loop.",
            "extracot bench decode --model models/small-base --json") { model, json };
        verb.Runs((parsed, cancellation) =>
        {
            var result = DecodeBenchmark.Run(parsed.GetRequiredValue(model).FullName, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? result.ToJson() : result.ToText());
        });
        return verb;
    }
}
