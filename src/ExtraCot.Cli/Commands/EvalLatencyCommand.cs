using System.CommandLine;
using ExtraCot.Data;
using ExtraCot.Engines;
using ExtraCot.Evaluation;
using ExtraCot.Nn.Runtime;
using ExtraCot.Options;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot eval latency</c></summary>
internal static class EvalLatencyCommand
{
    internal static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Model folder, name of a shipped model, or address of an OpenAI-compatible endpoint.", Required = true, HelpName = "DIR|URL" };
        var basis = new Option<string?>("--base") { Description = "The model before stage 2; default the mode none.", HelpName = "DIR|URL" };
        var data = new Option<string>("--data") { Description = "gsm8k, math500, amc23, small-world, or a file of JSON lines.", DefaultValueFactory = _ => DataSets.SmallWorld, HelpName = "NAME|FILE" };
        var dataFolder = new Option<string?>("--data-dir") { Description = "Folder with the files of the known sets; default data.", HelpName = "DIR" };
        var requests = new Option<int>("--requests") { Description = "Questions timed, the first of the set.", DefaultValueFactory = _ => 32 };
        var ratios = new Option<string>("--ratios") { Description = "Modes, as eval takes them.", DefaultValueFactory = _ => "0.2,0.4,0.6,0.8,1.0,policy", HelpName = "LIST" };
        var concurrency = new Option<int>("--concurrency") { Description = "Requests under way at once for the throughput.", DefaultValueFactory = _ => 8 };
        var limit = new Option<int?>("--max-new-tokens") { Description = "Most tokens of a response; default 4096, 720 on the small world." };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Folder with the endpoint's tokenizer.json.", HelpName = "DIR" };
        var price = new Option<double?>("--price-per-hour") { Description = "Price of an hour of the machine, to reckon when training has paid for itself." };
        var cost = new Option<double?>("--training-cost") { Description = "What compression and training cost, in the same currency." };
        var output = new Option<string?>("--out") { Description = "Folder for latency.json; a run's folder makes its report show it.", HelpName = "DIR" };
        var verb = new Verb("latency", "Time answers: to the first token and whole requests one at a time, throughput at a fixed concurrency, energy where the machine tells.",
            "extracot eval latency --model runs/chrpo --base small-base --out runs/eval",
            "extracot eval latency --model http://localhost:8000/v1 --tokenizer models/qwen3 --data gsm8k --ratios none,policy --concurrency 32 --price-per-hour 2.5 --training-cost 180")
        { model, basis, data, dataFolder, requests, ratios, concurrency, limit, tokenizer, price, cost, output };
        verb.Runs((parsed, cancellation) =>
        {
            EngineSettings Engine(string name) => name.Contains("://", StringComparison.Ordinal)
                ? new() { Engine = name, Tokenizer = parsed.GetValue(tokenizer), Remote = new() { Concurrency = parsed.GetValue(concurrency) } }
                : new() { Engine = $"local:{name}" };
            var name = parsed.GetRequiredValue(data);
            var options = new LatencyOptions
            {
                Model = Engine(parsed.GetRequiredValue(model)),
                Base = parsed.GetValue(basis) is { } before ? Engine(before) : null,
                Ratios = CommandLists.Words(parsed.GetRequiredValue(ratios)),
                Concurrency = parsed.GetValue(concurrency),
                MaxNewTokens = parsed.GetValue(limit) ?? DataSets.MaxNewTokens(name),
                PricePerHour = parsed.GetValue(price),
                TrainingCost = parsed.GetValue(cost),
            };
            OptionsFile.Check(options, "eval latency");
            TorchRuntime.Initialize();
            using var progress = ConsoleProgress.OnStandardError();
            var summary = new LatencyRun(options, DataSets.Open(name, parsed.GetValue(dataFolder), parsed.GetValue(requests)), progress).Run(cancellation);
            if (parsed.GetValue(output) is { } folder) summary.Write(folder);
            parsed.InvocationConfiguration.Output.WriteLine(summary.ToMarkdown());
        });
        return verb;
    }
}
