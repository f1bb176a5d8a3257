using System.CommandLine;
using ExtraCot.Data;
using ExtraCot.Engines;
using ExtraCot.Evaluation;
using ExtraCot.Nn.Runtime;
using ExtraCot.Options;
using ExtraCot.Reporting;
using ExtraCot.Runs;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot eval</c></summary>
internal static class EvalCommand
{
    private static readonly Option<string> Model = new("--model") { Description = "Model folder, name of a shipped model, or address of an OpenAI-compatible endpoint.", Required = true, HelpName = "DIR|URL" };
    private static readonly Option<string?> Base = new("--base") { Description = "The model before stage 2, whose thoughts the others are measured against; default the mode none.", HelpName = "DIR|URL" };
    private static readonly Option<string> Data = new("--data") { Description = "gsm8k, math500, amc23, small-world, or a file of JSON lines.", DefaultValueFactory = _ => DataSets.SmallWorld, HelpName = "NAME|FILE" };
    private static readonly Option<string?> DataFolder = new("--data-dir") { Description = "Folder with the files of the known sets; default data.", HelpName = "DIR" };
    private static readonly Option<int?> Limit = new("--limit") { Description = "The first problems only." };
    private static readonly Option<string> Ratios = new("--ratios") { Description = "Modes: 0.2 … 1.0, budgets between such as 0.3, policy, none, short-or-full, and the prompt-only controls concise, numbers, abbreviate, reduce-RATIO.", DefaultValueFactory = _ => "0.2,0.4,0.6,0.8,1.0,policy", HelpName = "LIST" };
    private static readonly Option<int> Samples = new("--samples") { Description = "Samples of a question for each seed.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Seeds = new("--seeds") { Description = "Seeds of sampling.", DefaultValueFactory = _ => "1", HelpName = "LIST" };
    private static readonly Option<float> Temperature = new("--temperature") { Description = "0 is greedy.", DefaultValueFactory = _ => 0 };
    private static readonly Option<float> TopP = new("--top-p") { Description = "Nucleus.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int?> MaxNewTokens = new("--max-new-tokens") { Description = "Most tokens of a response, the same for every ratio; default 4096, 720 on the small world." };
    private static readonly Option<string> Verifier = new("--verifier") { Description = "What decides on answers: math or exact.", DefaultValueFactory = _ => "math", HelpName = "NAME" };
    private static readonly Option<string?> ModelName = new("--model-name") { Description = "Name of the endpoint's model; default the only one it serves.", HelpName = "NAME" };
    private static readonly Option<string?> Tokenizer = new("--tokenizer") { Description = "Folder with the endpoint's tokenizer.json, to count thoughts.", HelpName = "DIR" };
    private static readonly Option<string?> Key = new("--api-key-env") { Description = "Environment variable with the endpoint's key.", HelpName = "NAME" };
    private static readonly Option<int> Concurrency = new("--concurrency") { Description = "Requests under way at once at an endpoint.", DefaultValueFactory = _ => 32 };
    private static readonly Option<string> Output = new("--out") { Description = "Folder of the run.", Required = true, HelpName = "DIR" };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with a stopped run in --out." };

    internal static Command Create()
    {
        var verb = new Verb("eval", "Evaluate a model at several ratios: the same prompt form, decoding and token limit for each; figures, intervals and a page.",
            "extracot eval --model small-base --ratios none --limit 100 --out runs/eval-base",
            "extracot eval --model runs/chrpo --base small-base --ratios 0.2,0.4,0.6,0.8,1.0,policy --out runs/eval",
            "extracot eval --model http://localhost:8000/v1 --tokenizer models/qwen3 --data gsm8k --data-dir data --ratios 0.2,policy,none --temperature 0.7 --top-p 0.9 --samples 4 --out runs/gsm8k --resume")
        {
            Model, Base, Data, DataFolder, Limit, Ratios, Samples, Seeds, Temperature, TopP, MaxNewTokens, Verifier, ModelName, Tokenizer, Key, Concurrency, Output, Resume,
            EvalScoreCommand.Create(), EvalLatencyCommand.Create(), EvalExportCommand.Create(),
        };
        verb.Runs(Run);
        return verb;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var data = parsed.GetRequiredValue(Data);
        var problems = DataSets.Open(data, parsed.GetValue(DataFolder), parsed.GetValue(Limit));
        var options = new EvaluationOptions
        {
            Model = Engine(parsed, parsed.GetRequiredValue(Model)),
            Base = parsed.GetValue(Base) is { } basis ? Engine(parsed, basis) : null,
            Data = data,
            DataDir = parsed.GetValue(DataFolder),
            Limit = parsed.GetValue(Limit),
            Fingerprint = problems.Fingerprint,
            Ratios = CommandLists.Words(parsed.GetRequiredValue(Ratios)),
            Samples = parsed.GetValue(Samples),
            Seeds = CommandLists.Seeds(parsed.GetRequiredValue(Seeds), "--seeds"),
            Temperature = parsed.GetValue(Temperature),
            TopP = parsed.GetValue(TopP),
            MaxNewTokens = parsed.GetValue(MaxNewTokens) ?? DataSets.MaxNewTokens(data),
            Verifier = parsed.GetRequiredValue(Verifier),
        };
        OptionsFile.Check(options, "eval");
        _ = Verifiers.Find(options.Verifier);
        options.Model.RequireModel();
        options.Base?.RequireModel();
        TorchRuntime.Initialize();
        using var run = RunFolder.Open(parsed.GetRequiredValue(Output), options, parsed.GetValue(Resume));
        using var progress = ConsoleProgress.OnStandardError();
        var summary = new EvaluationRun(options, problems, run, settings => settings.Open(), progress).Run(cancellation);
        parsed.InvocationConfiguration.Output.WriteLine(EvaluationTable.Write(summary));
        parsed.InvocationConfiguration.Output.WriteLine(run.PathOf("report.html"));
    }

    /// <summary>The engine of a model folder or an address.</summary>
    private static EngineSettings Engine(ParseResult parsed, string model) => model.Contains("://", StringComparison.Ordinal)
        ? new EngineSettings
        {
            Engine = model,
            Tokenizer = parsed.GetValue(Tokenizer),
            Remote = new() { Model = parsed.GetValue(ModelName), ApiKeyEnv = parsed.GetValue(Key), Concurrency = parsed.GetValue(Concurrency) },
        }
        : new EngineSettings { Engine = $"local:{model}" };
}
