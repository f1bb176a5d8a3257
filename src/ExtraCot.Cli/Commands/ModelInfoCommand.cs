using System.CommandLine;
using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Models;
using ExtraCot.Options;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot model info</c></summary>
internal static class ModelInfoCommand
{
    internal static Command Create()
    {
        var model = new Argument<string>("model") { Description = $"Model folder, or a shape: {ModelShapes.Listed}." };
        var train = new Option<bool>("--train") { Description = "Predict the peak memory of 'extracot sft train' on the CPU." };
        var file = new Option<string?>("--options") { Description = "The training's YAML file of options (recipes/ has some), for --train.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb(
            "info",
            "Show a model's shape, parameters, the memory it needs, its tokenizer and whether its control tokens are in order.",
            "extracot model info models/small-base",
            "extracot model info qwen3-8b --json",
            "extracot model info models/small-base --train --options recipes/sft-small.yaml") { model, train, file, json };
        verb.Runs((parsed, _) =>
        {
            var info = ModelInfo.Read(parsed.GetRequiredValue(model));
            if (parsed.GetValue(train)) info = info.WithTraining(parsed.GetValue(file) is { } path ? OptionsFile.Load<SftOptions>(path) : new SftOptions());
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) output.WriteLine(info.ToJson());
            else foreach (var line in info.ToLines()) output.WriteLine(line);
        });
        return verb;
    }
}
