using System.CommandLine;
using ExtraCot.Chrpo.Data;
using ExtraCot.Evaluation;
using ExtraCot.Reporting;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot report</c></summary>
internal static class ReportCommand
{
    internal static Command Create()
    {
        var folders = new Argument<string[]>("run") { Description = "Folders of finished evaluations on the same problems; NAME=DIR names one. The first is reported, the others stand beside it.", Arity = ArgumentArity.ZeroOrMore };
        var compare = new Option<string[]>("--compare") { Description = "Two runs: say in words what differs and whether it is significant.", AllowMultipleArgumentsPerToken = true, HelpName = "A B" };
        var output = new Option<string?>("--out") { Description = "Folder for report.html, report.md and report.csv; default the first run's.", HelpName = "DIR" };
        var teacher = new Option<string?>("--teacher") { Description = "train.jsonl of 'extracot rl build': puts the group rule among the policies.", HelpName = "FILE" };
        var verb = new Verb("report", "One self-contained page, Markdown and CSV of one or several evaluations, or a comparison in words.",
            "extracot report runs/eval", "extracot report runs/eval random=runs/random-units tokenskip=runs/tokenskip --out runs/comparison", "extracot report --compare runs/a runs/b") { folders, compare, teacher, output };
        verb.Runs((parsed, _) =>
        {
            var console = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(compare) is { Length: > 0 } pair)
            {
                if (pair.Length != 2) throw new InputException($"--compare takes two runs, {pair.Length} given");
                console.Write(RunComparison.Describe(EvaluatedRun.Load(pair[0]), EvaluatedRun.Load(pair[1])));
            }
            if (parsed.GetValue(folders) is not { Length: > 0 } named)
            {
                if (parsed.GetValue(compare) is not { Length: > 0 }) throw new InputException("no run: give the folder of a finished evaluation, or --compare A B");
                return;
            }
            var runs = named.Select(EvaluatedRun.Load).ToList();
            foreach (var other in runs.Skip(1)) RunComparison.RequireSameProblems(runs[0], other);
            runs = [.. runs.Select(run => run.WithBase(runs[0].Base))];
            var folder = parsed.GetValue(output) ?? runs[0].Folder;
            EvaluationReport.Write([.. runs.Select(run => (run, EvaluationSummary.Of(run)))], folder, parsed.GetValue(teacher) is { } file ? RlDataset.Read(file) : null);
            console.WriteLine(Path.Combine(Path.GetFullPath(folder), "report.html"));
        });
        return verb;
    }
}
