using System.CommandLine;
using ExtraCot.HandOver;
using ExtraCot.Nn.Runtime;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot import</c></summary>
internal static class ImportCommand
{
    internal static Command Create()
    {
        var input = new Option<string>("--in") { Description = "The checkpoint that came back, in Hugging Face's layout.", Required = true, HelpName = "DIR" };
        var reference = new Option<string>("--reference") { Description = "Folder of the tokenizer.json the data was built with: the model's, or tokenizer/ of the build.", Required = true, HelpName = "DIR" };
        var output = new Option<string>("--out") { Description = "New model folder.", Required = true, HelpName = "DIR" };
        var verb = new Verb("import", "Take in a checkpoint that another engine trained, after checking its token ids and weights.",
            "extracot import --in saves/extracot/final --reference runs/data/tokenizer --out models/sft") { input, reference, output };
        verb.Runs((parsed, _) =>
        {
            TorchRuntime.Initialize();
            foreach (var check in CheckpointImport.Run(parsed.GetRequiredValue(input), parsed.GetRequiredValue(reference), parsed.GetRequiredValue(output)))
                parsed.InvocationConfiguration.Output.WriteLine(check);
        });
        return verb;
    }
}
