using System.CommandLine;
using ExtraCot.Benchmarks;
using ExtraCot.Compression;
using ExtraCot.Nn.Runtime;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot bench compress</c>: the compressor's speed.</summary>
internal static class BenchCompressCommand
{
    internal static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Folder or name of a compressor.", DefaultValueFactory = _ => UnitScorers.Shipped, HelpName = "DIR" };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Folder with the tokenizer.json in which lengths count. Default: the compressor's own.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var verb = new Verb("compress", "Time compression: five ratios against one, forward passes against the rest, 16k tokens against 4k.",
            "extracot bench compress --json", "extracot bench compress --tokenizer models/qwen3") { model, tokenizer, json };
        verb.Runs((parsed, cancellation) =>
        {
            TorchRuntime.Initialize();
            var folder = ShippedModels.Find(parsed.GetRequiredValue(model));
            var result = CompressBenchmark.Run(folder, TokenizerFile.Load(parsed.GetValue(tokenizer) ?? folder), cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? result.ToJson() : result.ToText());
        });
        return verb;
    }
}
