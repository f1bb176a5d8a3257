using System.CommandLine;
using System.Text.Json;
using ExtraCot.Compression;
using ExtraCot.Compressor;
using ExtraCot.Nn.Runtime;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot compressor eval</c></summary>
internal static class CompressorEvalCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    internal static Command Create()
    {
        var input = new Option<string[]>("--in") { Description = "Traces as JSON lines, with gold (or answer).", Required = true, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var compressors = new Option<string>("--compressors")
        {
            Description = "Names as 'compress --model' takes them, separated by commas.",
            DefaultValueFactory = _ => $"{UnitScorers.Shipped},rules,random,truncate",
            HelpName = "LIST",
        };
        var ratios = new Option<string>("--ratios") { Description = "Ratios.", DefaultValueFactory = _ => "0.2,0.4,0.6,0.8", HelpName = "LIST" };
        var part = new Option<DataPart>("--part") { Description = "Whose questions: all, train, validation or test, the third that training holds out.", DefaultValueFactory = _ => DataPart.Test };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Folder with the tokenizer.json in which lengths count. Default: the shipped compressor's own.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print the rows as JSON." };
        var verb = new Verb("eval", "Compare compressors on traces at equal realised ratios: what is left of formulas, equations, numbers and answers.",
            "extracot compressor eval --in traces.jsonl --tokenizer models/qwen3",
            "extracot compressor eval --in traces.jsonl --part all --compressors compressor-math,llmlingua2:runs/lingua,random,truncate --ratios 0.2,0.4")
        { input, compressors, ratios, part, tokenizer, json };
        verb.Runs((parsed, cancellation) =>
        {
            TorchRuntime.Initialize();
            using var progress = ConsoleProgress.OnStandardError();
            var rows = CompressorComparison.Run(parsed.GetRequiredValue(input), parsed.GetValue(part), parsed.GetRequiredValue(compressors).Split(','),
                TokenizerFile.Load(parsed.GetValue(tokenizer) ?? ShippedModels.Find(UnitScorers.Shipped)), RatioList.Parse(parsed.GetRequiredValue(ratios)), progress, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(rows, Json) : CompressorComparison.Table(rows));
        });
        return verb;
    }
}
