using System.CommandLine;
using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Options;
using ExtraCot.Runs;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot sft train</c></summary>
internal static class SftTrainCommand
{
    internal static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "Folder of the base model, or the name of a shipped one.", HelpName = "DIR" };
        var data = new Option<string?>("--data") { Description = "Samples of 'extracot sft build' (JSON lines).", HelpName = "FILE" };
        var validation = new Option<string?>("--validation") { Description = "Samples to measure on; default holds out a share of --data's questions.", HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "Folder of the run and of the trained model.", Required = true, HelpName = "DIR" };
        var file = new Option<string?>("--options") { Description = "YAML file of options (recipes/ has some); the flags override it.", HelpName = "FILE" };
        var epochs = new Option<int?>("--epochs") { Description = "Passes over the data; default 3." };
        var rank = new Option<int?>("--lora") { Description = "Train low-rank updates of this rank instead of all weights; merged at the end.", HelpName = "RANK" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of split, order and new weights; default 1." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out." };
        var verb = new Verb("train", "Teach a model the control tokens: full fine-tuning or LoRA on packed samples.",
            "extracot sft train --model small-base --data runs/data/train.jsonl --out runs/sft --options recipes/sft-small.yaml",
            "extracot sft train --model Qwen3-1.7B --data runs/data/train.jsonl --out runs/sft --lora 16",
            "extracot sft train --model small-base --data runs/data/train.jsonl --out runs/sft --options recipes/sft-small.yaml --resume")
        { model, data, validation, output, file, epochs, rank, seed, resume };
        verb.Runs((parsed, cancellation) =>
        {
            var options = parsed.GetValue(file) is { } path ? OptionsFile.Load<SftOptions>(path) : new SftOptions();
            options.Model = parsed.GetValue(model) ?? options.Model;
            options.Data = parsed.GetValue(data) ?? options.Data;
            options.Validation = parsed.GetValue(validation) ?? options.Validation;
            options.Epochs = parsed.GetValue(epochs) ?? options.Epochs;
            options.LoraRank = parsed.GetValue(rank) ?? options.LoraRank;
            options.Seed = parsed.GetValue(seed) ?? options.Seed;
            OptionsFile.Check(options, parsed.GetValue(file) ?? "sft train");
            var samples = SftDataset.Read(options);
            using var run = RunFolder.Open(parsed.GetRequiredValue(output), options, parsed.GetValue(resume));
            using var progress = ConsoleProgress.OnStandardError();
            var summary = new SftRun(options, samples, run, progress).Run(cancellation);
            parsed.InvocationConfiguration.Output.WriteLine(summary.ToText());
        });
        return verb;
    }
}
