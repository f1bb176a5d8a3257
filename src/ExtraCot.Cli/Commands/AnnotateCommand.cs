using System.CommandLine;
using ExtraCot.Annotation;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot annotate</c></summary>
internal static class AnnotateCommand
{
    internal static Command Create()
    {
        var input = new Option<string>("--in") { Description = "Traces as JSON lines.", Required = true, HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "The label file; a stopped run leaves FILE.partial.", Required = true, HelpName = "FILE" };
        var resume = new Option<bool>("--resume") { Description = "Go on with a stopped run, or label again what failed in a finished one." };
        var options = new AnnotatorOptions();
        var verb = new Verb("annotate", "Label the units of chains of thought as worth keeping or not, for the compressor to learn from.",
            "extracot annotate --in traces.jsonl --out labels.jsonl",
            "extracot annotate --in traces.jsonl --out labels.jsonl --ratio 0.4",
            "extracot annotate --in traces.jsonl --out labels.jsonl --annotator llm --endpoint http://localhost:8000/v1",
            "extracot annotate --in traces.jsonl --out labels.jsonl --resume") { input, output, resume, AnnotateEvalCommand.Create() };
        options.AddTo(verb);
        verb.Runs((parsed, cancellation) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var traces = parsed.GetRequiredValue(input);
            var (annotator, resources) = options.Make(parsed, cancellation);
            using var held = resources;
            using var progress = ConsoleProgress.OnStandardError();
            var end = new AnnotationRun(traces, parsed.GetRequiredValue(output), annotator, parsed.GetValue(resume)).Run(error.WriteLine, progress, cancellation);
            error.WriteLine(end);
            if (options.Cost(parsed, end.PromptTokens, end.CompletionTokens) is > 0 and var cost) error.WriteLine($"cost {cost:0.00}");
            if (end.IsFailure) throw new InputException($"{traces}: nothing could be labelled; the first reason: {end.Fault}");
            if (end.BadLines > 0) throw new InputException($"{traces}: {end.BadLines} lines could not be used; they are named above");
        });
        return verb;
    }
}
