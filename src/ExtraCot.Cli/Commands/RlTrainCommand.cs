using System.CommandLine;
using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Options;
using ExtraCot.Runs;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot rl train</c></summary>
internal static class RlTrainCommand
{
    internal static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "Folder of the SFT model.", HelpName = "DIR" };
        var data = new Option<string?>("--data") { Description = "Prompts with teacher budgets: train.jsonl of 'extracot rl build' or a public converter's file.", HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "Folder of the run and of the trained model.", Required = true, HelpName = "DIR" };
        var file = new Option<string?>("--options") { Description = "YAML file of options; the flags override it.", HelpName = "FILE" };
        var algorithm = new Option<RlAlgorithm?>("--algorithm") { Description = "chrpo (default), grpo, degrpo or lcpo." };
        var preset = new Option<ChrpoPreset?>("--preset") { Description = "utility (default: a control head fitted to pass rates) or reconstructed (r* with R_mode and R_ctrl)." };
        var without = new Option<string?>("--without") { Description = "Ablation: ctrl, or mode,ctrl.", HelpName = "TERMS" };
        var lambda = new Option<double?>("--lambda") { Description = "Accuracy given for all of the base model's tokens, 0 to 1; see 'extracot rl head'." };
        var length = new Option<double?>("--length-weight") { Description = "Weight of the length in the reward of grpo (default 0) and lcpo (default 1), for a thought as long as the base's." };
        var rounds = new Option<int?>("--rounds") { Description = "Rounds of body updates and a re-fit of the head; 0 fits the head alone; default 2." };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of prompts, choices and rollouts; default 1." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out." };
        var verb = new Verb("train", "Teach the model to choose its own ratio (CHRPO), or train a rival on the same engine and data.",
            "extracot rl train --model runs/sft --data runs/teacher/train.jsonl --out runs/chrpo",
            "extracot rl train --model runs/sft --data runs/teacher/train.jsonl --out runs/ablation --preset reconstructed --without mode,ctrl",
            "extracot rl train --model runs/sft --data runs/teacher/train.jsonl --out runs/grpo --algorithm grpo --resume")
        { model, data, output, file, algorithm, preset, without, lambda, length, rounds, seed, resume };
        verb.Runs((parsed, cancellation) =>
        {
            var options = parsed.GetValue(file) is { } path ? OptionsFile.Load<RlRunOptions>(path) : new RlRunOptions();
            options.Model = parsed.GetValue(model) ?? options.Model;
            options.Data = parsed.GetValue(data) ?? options.Data;
            options.Seed = parsed.GetValue(seed) ?? options.Seed;
            options.Chrpo = options.Chrpo with
            {
                Algorithm = parsed.GetValue(algorithm) ?? options.Chrpo.Algorithm,
                Preset = parsed.GetValue(preset) ?? options.Chrpo.Preset,
                Without = parsed.GetValue(without) is { } terms ? ChrpoAblations.Parse(terms) : options.Chrpo.Without,
                Lambda = parsed.GetValue(lambda) ?? options.Chrpo.Lambda,
                LengthWeight = parsed.GetValue(length) ?? options.Chrpo.LengthWeight,
                Rounds = parsed.GetValue(rounds) ?? options.Chrpo.Rounds,
            };
            OptionsFile.Check(options, parsed.GetValue(file) ?? "rl train");
            _ = ShippedModels.Find(options.Model);
            _ = RlDataset.Read(options.Data); // complains before anything is written
            using var run = RunFolder.Open(parsed.GetRequiredValue(output), options, parsed.GetValue(resume));
            using var progress = ConsoleProgress.OnStandardError();
            var alarms = new RlRun(options, run, progress).Run(cancellation);
            foreach (var alarm in alarms.GroupBy(alarm => alarm.Name))
                parsed.InvocationConfiguration.Error.WriteLine($"alarm {alarm.Key} at {alarm.Count()} batches, last {alarm.Last().Step}: {alarm.Last().Reason}; see alarms.jsonl and rollouts/");
            parsed.InvocationConfiguration.Output.WriteLine(run.FullPath);
        });
        return verb;
    }
}
