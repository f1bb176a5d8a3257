using System.CommandLine;
using System.Globalization;
using ExtraCot.Options;
using ExtraCot.Runs;
using ExtraCot.SftData;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot sft build</c></summary>
internal static class SftBuildCommand
{
    internal static Command Create()
    {
        var inputs = new Option<string[]>("--in") { Description = "Raw responses as JSON lines: output of generate, MetaMath, GSM8K, TokenSkip or messages.", AllowMultipleArgumentsPerToken = true, HelpName = "FILE" };
        var benchmarks = new Option<string[]>("--benchmarks") { Description = "Questions no sample may hold: benchmarks, RL prompts made elsewhere.", AllowMultipleArgumentsPerToken = true, HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "Folder of the run and of the samples.", Required = true, HelpName = "DIR" };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Folder with the student's tokenizer.json, control tokens included; lengths count in its tokens.", HelpName = "DIR" };
        var file = new Option<string?>("--options") { Description = "YAML file of options; the flags override it.", HelpName = "FILE" };
        var scorer = new Option<string?>("--scorer") { Description = "rules (default), random, truncate or the folder of a trained compressor.", HelpName = "NAME" };
        var budgets = new Option<string?>("--budgets") { Description = "Teacher budgets for the policy warm-up; default by difficulty.", HelpName = "FILE" };
        var tokenSkip = new Option<bool>("--tokenskip") { Description = "Make the TokenSkip baseline's data of the same questions as well." };
        var allow = new Option<bool>("--allow-benchmark") { Description = "Demonstrate on benchmark questions; the output is marked as not for training." };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of every random choice; default 42." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out." };
        var verb = new Verb("build", "Make mixed-ratio training samples of raw responses.",
            "extracot sft build --in answers.jsonl --tokenizer models/qwen3 --benchmarks gsm8k.jsonl math500.jsonl --out runs/data",
            "extracot sft build --in answers.jsonl --tokenizer models/qwen3 --options recipes/sft-build.yaml --out runs/data --resume")
        { inputs, benchmarks, output, tokenizer, file, scorer, budgets, tokenSkip, allow, seed, resume };
        verb.Runs((parsed, cancellation) =>
        {
            var options = parsed.GetValue(file) is { } path ? OptionsFile.Load<SftBuildOptions>(path) : new SftBuildOptions();
            if (parsed.GetValue(inputs) is { Length: > 0 } given) options.Inputs = given;
            if (parsed.GetValue(benchmarks) is { Length: > 0 } held) options.Benchmarks = held;
            options.Tokenizer = parsed.GetValue(tokenizer) ?? options.Tokenizer;
            options.Compress.Scorer = parsed.GetValue(scorer) ?? options.Compress.Scorer;
            options.Mix.Budgets = parsed.GetValue(budgets) ?? options.Mix.Budgets;
            options.TokenSkip.Enabled |= parsed.GetValue(tokenSkip);
            options.AllowBenchmark |= parsed.GetValue(allow);
            options.Seed = parsed.GetValue(seed) ?? options.Seed;
            OptionsFile.Check(options, parsed.GetValue(file) ?? "sft build");
            using var run = RunFolder.Open(parsed.GetRequiredValue(output), options, parsed.GetValue(resume));
            using var progress = ConsoleProgress.OnStandardError();
            var manifest = new SftBuildRun(options, run, progress, cancellation).Run();
            var text = parsed.InvocationConfiguration.Output;
            foreach (var step in manifest.Steps)
                text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Step,-10} {step.In,8} -> {step.Out,8} {step.Unit}{string.Concat(step.Dropped.OrderByDescending(reason => reason.Value).Take(3).Select(reason => $"; {reason.Value} {reason.Key}"))}"));
            text.WriteLine($"{run.PathOf("train.jsonl")}, {run.PathOf("funnel.html")}{(manifest.ForTraining ? "" : ": a demonstration, not for training")}");
        });
        return verb;
    }
}
