using System.CommandLine;
using ExtraCot.Models;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot model info</c></summary>
internal static class ModelInfoCommand
{
    internal static Command Create()
    {
        var model = new Argument<string>("model") { Description = $"Model folder, or a shape: {ModelShapes.Listed}." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb(
            "info",
            "Show a model's shape, parameters, the memory it needs, its tokenizer and whether its control tokens are in order.",
            "extracot model info models/small-base",
            "extracot model info qwen3-8b --json") { model, json };
        verb.Runs((parsed, _) =>
        {
            var info = ModelInfo.Read(parsed.GetRequiredValue(model));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) output.WriteLine(info.ToJson());
            else foreach (var line in info.ToLines()) output.WriteLine(line);
        });
        return verb;
    }
}
