using System.CommandLine;
using ExtraCot.Compressor;
using ExtraCot.Options;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot compressor train</c></summary>
internal static class CompressorTrainCommand
{
    internal static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder of the run and of the trained model.", Required = true, HelpName = "DIR" };
        var file = new Option<string?>("--options") { Description = "YAML file of options (recipes/ has some); the flags below override it.", HelpName = "FILE" };
        var data = new Option<string[]>("--data") { Description = "Files of traces as JSON lines; the rules label them.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var labels = new Option<string?>("--labels") { Description = "A label file of 'extracot annotate', learned from instead.", HelpName = "FILE" };
        var from = new Option<string?>("--from") { Description = "Hugging Face folder of a Longformer to start from (with tokenizer.json); default: random weights.", HelpName = "DIR" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of weights and order." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out." };
        var verb = new Verb("train", "Train a compressor: a Longformer that reads question and thought and learns which units a teacher keeps. Two thirds of the questions are used.",
            "extracot compressor train --out runs/compressor --options recipes/compressor-math.yaml",
            "extracot compressor train --out runs/compressor --labels labels.jsonl --from models/longformer-base-4096",
            "extracot compressor train --out runs/compressor --options recipes/compressor-math.yaml --resume")
        { output, file, data, labels, from, seed, resume };
        verb.Runs((parsed, cancellation) =>
        {
            var options = parsed.GetValue(file) is { } path ? OptionsFile.Load<CompressorRunOptions>(path) : new CompressorRunOptions();
            if (parsed.GetValue(data) is { Length: > 0 } files) options.Data = files;
            options.Labels = parsed.GetValue(labels) ?? options.Labels;
            options.From = parsed.GetValue(from) ?? options.From;
            options.Seed = parsed.GetValue(seed) ?? options.Seed;
            OptionsFile.Check(options, parsed.GetValue(file) ?? "compressor train");
            using var progress = ConsoleProgress.OnStandardError();
            var quality = CompressorRun.Run(parsed.GetRequiredValue(output), options, parsed.GetValue(resume), progress, cancellation);
            parsed.InvocationConfiguration.Output.WriteLine($"validation: keep-F1 {quality.BudgetF1:f3} at the teacher's budget; precision {quality.Precision:f3}, recall {quality.Recall:f3} at one half");
        });
        return verb;
    }
}
