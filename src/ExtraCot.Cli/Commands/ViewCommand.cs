using System.CommandLine;
using ExtraCot.Reporting;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot view</c></summary>
internal static class ViewCommand
{
    internal static Command Create()
    {
        var input = new Option<string>("--in") { Description = "The traces as JSON lines.", Required = true, HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "The HTML page.", Required = true, HelpName = "FILE" };
        var most = new Option<int>("--most") { Description = "Traces shown at most.", DefaultValueFactory = _ => 50 };
        var files = new Argument<string[]>("FILE") { Description = "Outputs of compress or annotate over these traces.", Arity = ArgumentArity.OneOrMore };
        var verb = new Verb("view", "Make a page that shows what is kept and dropped: units coloured by score, ratio by slider, two compressors or annotators side by side.",
            "extracot view --in traces.jsonl --out view.html labels.jsonl compressed.jsonl") { input, output, most, files };
        verb.Runs((parsed, _) =>
        {
            var page = parsed.GetRequiredValue(output);
            var shown = TraceView.Write(parsed.GetRequiredValue(input), parsed.GetRequiredValue(files), page, parsed.GetValue(most));
            parsed.InvocationConfiguration.Error.WriteLine($"{shown} traces in {page}");
        });
        return verb;
    }
}
