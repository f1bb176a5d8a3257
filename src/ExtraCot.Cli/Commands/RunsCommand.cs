using System.CommandLine;
using ExtraCot.Runs;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot runs</c>: the folders of runs.</summary>
internal static class RunsCommand
{
    internal static Command Create() => new("runs", "List and clear away the folders of runs.") { List(), Clean() };

    private static Option<string> Folder() => new("--in") { Description = "Folder that holds the runs.", DefaultValueFactory = _ => "runs", HelpName = "DIR" };

    private static Verb List()
    {
        var folder = Folder();
        var verb = new Verb("list", "List the runs in a folder: when they last changed, their size, what they are.", "extracot runs list", "extracot runs list --in experiments") { folder };
        verb.Runs((parsed, _) =>
        {
            foreach (var run in RunList.Read(parsed.GetRequiredValue(folder))) parsed.InvocationConfiguration.Output.WriteLine(run.ToText());
        });
        return verb;
    }

    private static Verb Clean()
    {
        var folder = Folder();
        var unfinished = new Option<bool>("--unfinished") { Description = "Only runs without a result." };
        var days = new Option<int?>("--older-than") { Description = "Only runs that did not change for this many days.", HelpName = "DAYS" };
        var yes = new Option<bool>("--yes") { Description = "Really delete; without it only what would be deleted is listed." };
        var verb = new Verb("clean", "Delete runs. Needs --unfinished or --older-than; a run that a process works on is left alone.", "extracot runs clean --unfinished", "extracot runs clean --older-than 30 --yes") { folder, unfinished, days, yes };
        verb.Runs((parsed, _) =>
        {
            var console = parsed.InvocationConfiguration.Output;
            var chosen = RunList.Choose(RunList.Read(parsed.GetRequiredValue(folder)), parsed.GetValue(unfinished), parsed.GetValue(days), DateTime.UtcNow);
            foreach (var run in chosen)
            {
                if (parsed.GetValue(yes)) Directory.Delete(run.Folder, recursive: true);
                console.WriteLine($"{(parsed.GetValue(yes) ? "deleted" : "would delete")} {run.ToText()}");
            }
            if (chosen.Count > 0 && !parsed.GetValue(yes)) console.WriteLine("--yes deletes them");
        });
        return verb;
    }
}
