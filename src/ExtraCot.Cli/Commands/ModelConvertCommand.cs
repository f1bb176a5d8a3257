using System.CommandLine;
using ExtraCot.Models;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot model convert</c></summary>
internal static class ModelConvertCommand
{
    internal static Command Create()
    {
        var source = new Argument<string>("model") { Description = "Model folder." };
        var target = new Option<string>("--out") { Description = "Folder to write.", Required = true, HelpName = "DIR" };
        var dtype = new Option<string?>("--dtype") { Description = "Stored element type: f32, bf16 or f16; without it each tensor keeps its own." };
        var add = new Option<bool>("--add-control-tokens") { Description = "Add <COMP_20> ... <COMP_100> and <COMP_POLICY> as ordinary tokens." };
        var start = new Option<string>("--init") { Description = "Rows of added tokens: random (directions at the median norm of the used rows) or mean.", DefaultValueFactory = _ => "random" };
        var seed = new Option<ulong>("--seed") { Description = "Of the added rows.", DefaultValueFactory = _ => 1 };
        var shard = ShardSize.Option();
        var verb = new Verb(
            "convert",
            "Write a model folder anew: another element type, other shards, control tokens added.",
            "extracot model convert Qwen3-1.7B --out qwen3-1.7b-comp --add-control-tokens",
            "extracot model convert run/sft --out deploy --dtype bf16 --shard-gb 2") { source, target, dtype, add, start, seed, shard };
        verb.Runs((parsed, _) =>
        {
            var rows = parsed.GetRequiredValue(start) switch
            {
                "random" => RowStart.Random,
                "mean" => RowStart.Mean,
                var other => throw new InputException($"--init {other}: expected random or mean"),
            };
            var added = new ModelConversion
            {
                Target = parsed.GetRequiredValue(target),
                DType = parsed.GetValue(dtype) is { } name ? WeightType.Parse(name) : null,
                ControlTokens = parsed.GetValue(add) ? rows : null,
                Seed = parsed.GetValue(seed),
                MaxShardBytes = ShardSize.Bytes(parsed.GetValue(shard)),
                Source = ShippedModels.Find(parsed.GetRequiredValue(source)),
            }.Run();
            if (parsed.GetValue(add)) parsed.InvocationConfiguration.Error.WriteLine(added.Count == 0 ? "all control tokens were there already" : $"added ids {string.Join(", ", added)}");
        });
        return verb;
    }
}
