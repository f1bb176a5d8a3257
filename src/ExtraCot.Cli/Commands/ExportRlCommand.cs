using System.CommandLine;
using ExtraCot.HandOver;
using ExtraCot.Options;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot export rl</c></summary>
internal static class ExportRlCommand
{
    internal static Command Create()
    {
        var input = new Option<string>("--in") { Description = "Folder of a finished extracot rl build.", Required = true, HelpName = "DIR" };
        var output = new Option<string>("--out") { Description = "New folder for data, launch script and the reward's Python.", Required = true, HelpName = "DIR" };
        var to = new Option<RlEngine>("--to") { Description = "verl, openrlhf or trl.", Required = true };
        var file = new Option<string?>("--options") { Description = "YAML file of options; the flags override it.", HelpName = "FILE" };
        var model = new Option<string?>("--model") { Description = "Folder or hub name of the SFT model.", HelpName = "NAME" };
        var nodes = new Option<int?>("--nodes") { Description = "Machines; default 1." };
        var gpus = new Option<int?>("--gpus") { Description = "GPUs of each machine; default 8." };
        var url = new Option<string?>("--reward-url") { Description = "Address of extracot reward serve; default http://127.0.0.1:5000.", HelpName = "URL" };
        var verb = new Verb("rl", "Write the prompts of rl build for a distributed trainer that asks this project's reward service.",
            "extracot export rl --in runs/teacher --to openrlhf --model runs/sft --out runs/openrlhf",
            "extracot export rl --in runs/teacher --to verl --model runs/sft --nodes 2 --reward-url http://rewards:5000 --out runs/verl") { input, output, to, file, model, nodes, gpus, url };
        verb.Runs((parsed, _) =>
        {
            var options = parsed.GetValue(file) is { } path ? OptionsFile.Load<RlExportOptions>(path) : new RlExportOptions();
            options.Model = parsed.GetValue(model) ?? options.Model;
            options.Nodes = parsed.GetValue(nodes) ?? options.Nodes;
            options.GpusPerNode = parsed.GetValue(gpus) ?? options.GpusPerNode;
            options.RewardUrl = parsed.GetValue(url) ?? options.RewardUrl;
            OptionsFile.Check(options, parsed.GetValue(file) ?? "export rl");
            var folder = parsed.GetRequiredValue(output);
            var count = RlExport.Write(parsed.GetRequiredValue(input), folder, parsed.GetRequiredValue(to), options);
            parsed.InvocationConfiguration.Output.WriteLine($"{count} prompts in {folder}; start with {Path.Combine(folder, "launch.sh")}");
        });
        return verb;
    }
}
