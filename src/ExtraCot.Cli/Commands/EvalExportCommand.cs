using System.CommandLine;
using ExtraCot.Evaluation;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot eval export</c></summary>
internal static class EvalExportCommand
{
    internal static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Folder of a finished evaluation." };
        var format = new Option<string>("--format") { Description = "reference (a folder for each ratio code with prediction.json and metrics.json) or tokenskip (predictions.jsonl).", Required = true, HelpName = "NAME" };
        var output = new Option<string>("--out") { Description = "Folder to write.", Required = true, HelpName = "DIR" };
        var verb = new Verb("export", "Write a run's predictions as other programs do.", "extracot eval export runs/eval --format reference --out outputs/ours") { run, format, output };
        verb.Runs((parsed, _) =>
        {
            var evaluated = EvaluatedRun.Load(parsed.GetRequiredValue(run));
            var folder = parsed.GetRequiredValue(output);
            switch (parsed.GetRequiredValue(format))
            {
                case "reference": ReferenceFormat.WriteReference(evaluated, folder); break;
                case "tokenskip": ReferenceFormat.WriteTokenSkip(evaluated, folder); break;
                case var unknown: throw new InputException($"--format {unknown}: expected reference or tokenskip");
            }
            parsed.InvocationConfiguration.Output.WriteLine(Path.GetFullPath(folder));
        });
        return verb;
    }
}
