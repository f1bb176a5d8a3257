using System.CommandLine;
using ExtraCot.HandOver;
using ExtraCot.Options;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot export sft</c></summary>
internal static class ExportSftCommand
{
    internal static Command Create()
    {
        var input = new Option<string>("--in") { Description = "Folder of a finished extracot sft build.", Required = true, HelpName = "DIR" };
        var output = new Option<string>("--out") { Description = "New folder for data, configuration and launch script.", Required = true, HelpName = "DIR" };
        var to = new Option<TrainingEngine>("--to") { Description = "llamafactory, trl or verl.", Required = true };
        var file = new Option<string?>("--options") { Description = "YAML file of options; the flags override it.", HelpName = "FILE" };
        var model = new Option<string?>("--model") { Description = "Folder or hub name of the model to train.", HelpName = "NAME" };
        var nodes = new Option<int?>("--nodes") { Description = "Machines; default 1." };
        var gpus = new Option<int?>("--gpus") { Description = "GPUs of each machine; default 8." };
        var longest = new Option<int?>("--max-tokens") { Description = "Most tokens of a sample; default 6144." };
        var allow = new Option<bool>("--allow-benchmark") { Description = "Export a demonstration on benchmark questions, to look at its form." };
        var verb = new Verb("sft", "Write the samples of sft build in an engine's own form, with a configuration ready to start.",
            "extracot export sft --in runs/data --to llamafactory --model models/qwen3 --nodes 2 --out runs/llamafactory",
            "extracot export sft --in runs/data --to verl --model models/qwen3 --out runs/verl") { input, output, to, file, model, nodes, gpus, longest, allow };
        verb.Runs((parsed, _) =>
        {
            var options = parsed.GetValue(file) is { } path ? OptionsFile.Load<ExportOptions>(path) : new ExportOptions();
            options.Model = parsed.GetValue(model) ?? options.Model;
            options.Nodes = parsed.GetValue(nodes) ?? options.Nodes;
            options.GpusPerNode = parsed.GetValue(gpus) ?? options.GpusPerNode;
            options.MaxTokens = parsed.GetValue(longest) ?? options.MaxTokens;
            OptionsFile.Check(options, parsed.GetValue(file) ?? "export sft");
            var folder = parsed.GetRequiredValue(output);
            var count = SftExport.Write(parsed.GetRequiredValue(input), folder, parsed.GetRequiredValue(to), options, parsed.GetValue(allow));
            parsed.InvocationConfiguration.Output.WriteLine($"{count} samples in {folder}; start with {Path.Combine(folder, "launch.sh")}");
        });
        return verb;
    }
}
