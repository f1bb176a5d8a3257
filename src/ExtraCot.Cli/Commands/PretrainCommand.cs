using System.CommandLine;
using ExtraCot.Options;
using ExtraCot.Pretraining;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot pretrain</c></summary>
internal static class PretrainCommand
{
    internal static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder of the run and of the trained model.", Required = true, HelpName = "DIR" };
        var file = new Option<string?>("--options") { Description = "YAML file of options (recipes/ has some); the flags below override it.", HelpName = "FILE" };
        var steps = new Option<int?>("--steps") { Description = "Optimiser steps." };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of weights and data." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out." };
        var verb = new Verb("pretrain", "Train a base model on the small world from random weights.",
            "extracot pretrain --out runs/base --options recipes/pretrain-small.yaml", "extracot pretrain --out runs/base --options recipes/pretrain-small.yaml --resume")
        { output, file, steps, seed, resume };
        verb.Runs((parsed, cancellation) =>
        {
            var options = parsed.GetValue(file) is { } path ? OptionsFile.Load<PretrainOptions>(path) : new PretrainOptions();
            options.Steps = parsed.GetValue(steps) ?? options.Steps;
            options.Seed = parsed.GetValue(seed) ?? options.Seed;
            OptionsFile.Check(options, parsed.GetValue(file) ?? "pretrain");
            using var progress = ConsoleProgress.OnStandardError();
            var score = PretrainRun.Run(parsed.GetRequiredValue(output), options, parsed.GetValue(resume), progress, cancellation);
            if (score is not null)
                parsed.InvocationConfiguration.Output.WriteLine(
                    $"{score.Problems} held-out problems, greedy: {score.VerboseAccuracy:P1} right in verbose form ({score.ThinkTokens:f0} think tokens), {score.TerseAccuracy:P1} in terse form");
        });
        return verb;
    }
}
