using System.CommandLine;
using ExtraCot.Models;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot model init</c></summary>
internal static class ModelInitCommand
{
    internal static Command Create()
    {
        var shape = new Option<string>("--shape") { Description = $"{ModelShapes.Listed}, or a folder with a config.json.", Required = true };
        var target = new Option<string>("--out") { Description = "Folder to write.", Required = true, HelpName = "DIR" };
        var dtype = new Option<string>("--dtype") { Description = "Stored element type: f32, bf16 or f16.", DefaultValueFactory = _ => "bf16" };
        var seed = new Option<ulong>("--seed") { Description = "Of the weights.", DefaultValueFactory = _ => 1 };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Folder whose tokenizer files go along.", HelpName = "DIR" };
        var shard = ShardSize.Option();
        var verb = new Verb(
            "init",
            "Write a model of a given shape with random weights.",
            "extracot model init --shape qwen3-0.6b --out /tmp/random --dtype bf16",
            "extracot model init --shape models/small-base --out fresh --dtype f32 --seed 7") { shape, target, dtype, seed, tokenizer, shard };
        verb.Runs((parsed, _) => ModelInit.Run(
            parsed.GetRequiredValue(shape), parsed.GetRequiredValue(target), WeightType.Parse(parsed.GetRequiredValue(dtype)), parsed.GetValue(seed),
            parsed.GetValue(tokenizer), ShardSize.Bytes(parsed.GetValue(shard))));
        return verb;
    }
}
