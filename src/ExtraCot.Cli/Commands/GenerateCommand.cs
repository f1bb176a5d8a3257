using System.CommandLine;
using ExtraCot.Engines;
using ExtraCot.Options;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot generate</c></summary>
internal static class GenerateCommand
{
    internal static Command Create()
    {
        var questions = new Option<string>("--questions") { Description = "Questions as JSON lines; fields are found by name (question, query, problem, prompt or messages; id; answer or gold).", Required = true, HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "Where the answers go, in the order of the questions; a stopped run continues from FILE.partial.", Required = true, HelpName = "FILE" };
        var file = new Option<string?>("--options") { Description = "YAML file of options; the flags override it.", HelpName = "FILE" };
        var engine = new EngineFlags();
        var control = new Option<string?>("--control") { Description = "0.2, 0.4, 0.6, 0.8, 1.0, a budget between such as 0.33 (local engines), policy or none (default).", HelpName = "RATIO" };
        var samples = new Option<int?>("--samples") { Description = "Answers a question; default 1." };
        var temperature = new Option<float?>("--temperature") { Description = "0 (default) is greedy." };
        var topP = new Option<float?>("--top-p") { Description = "Nucleus; default 1." };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of sampling; default 42." };
        var limit = new Option<int?>("--max-new-tokens") { Description = "Most tokens of an answer; default 4096." };
        var resume = new Option<bool>("--resume") { Description = "Go on with a stopped run." };
        var drop = new Option<bool>("--drop-failed") { Description = "Finish without the answers whose requests failed." };
        var verb = new Verb("generate", "Answer questions with a model in this process or behind an endpoint. Failed requests are tried again and never counted as wrong.",
            "extracot generate --questions questions.jsonl --engine local:models/qwen3 --out answers.jsonl",
            "extracot generate --questions questions.jsonl --engine http://localhost:8000/v1 --tokenizer models/qwen3 --control policy --samples 4 --temperature 0.7 --out answers.jsonl",
            "extracot generate --questions questions.jsonl --engine http://localhost:8000/v1 --out answers.jsonl --resume") { questions, output, file };
        foreach (var option in engine.All) verb.Add(option);
        foreach (Option option in (Option[])[control, samples, temperature, topP, seed, limit, resume, drop]) verb.Add(option);
        verb.Runs((parsed, cancellation) =>
        {
            var options = parsed.GetValue(file) is { } path ? OptionsFile.Load<GenerateOptions>(path) : new GenerateOptions();
            engine.Apply(parsed, options.Engine);
            options.Control = parsed.GetValue(control) ?? options.Control;
            options.Samples = parsed.GetValue(samples) ?? options.Samples;
            options.Temperature = parsed.GetValue(temperature) ?? options.Temperature;
            options.TopP = parsed.GetValue(topP) ?? options.TopP;
            options.Seed = parsed.GetValue(seed) ?? options.Seed;
            options.MaxNewTokens = parsed.GetValue(limit) ?? options.MaxNewTokens;
            OptionsFile.Check(options, parsed.GetValue(file) ?? "generate");
            using var answers = options.Engine.Open();
            using var progress = ConsoleProgress.OnStandardError();
            var result = parsed.GetRequiredValue(output);
            var summary = new GenerateRun(parsed.GetRequiredValue(questions), result, options).Run(answers, parsed.GetValue(resume), parsed.GetValue(drop), progress, cancellation);
            parsed.InvocationConfiguration.Error.WriteLine(
                $"{summary.Answers} answers in {result}; of this pass {summary.WellFormed} well-formed, {summary.Truncated} cut at {options.MaxNewTokens} tokens, {summary.Failed} failed");
        });
        return verb;
    }
}
