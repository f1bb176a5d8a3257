using System.CommandLine;
using ExtraCot.Annotation;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot annotate</c></summary>
internal static class AnnotateCommand
{
    private static readonly Option<string> Input = new("--in") { Description = "Traces as JSON lines.", Required = true, HelpName = "FILE" };
    private static readonly Option<string> Output = new("--out") { Description = "The label file; a stopped run leaves FILE.partial.", Required = true, HelpName = "FILE" };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with a stopped run, or label again what failed in a finished one." };

    private static readonly Option<string> Annotator = new("--annotator")
    {
        Description = "Who says what is worth keeping: rules.",
        DefaultValueFactory = _ => "rules",
        HelpName = "NAME",
    };

    private static readonly Option<double?> Ratio = new("--ratio") { Description = "Share of each thought to keep, in (0, 1); without it rules keep what a complete derivation needs.", HelpName = "SHARE" };

    internal static Command Create()
    {
        var verb = new Verb("annotate", "Label the units of chains of thought as worth keeping or not, for the compressor to learn from.",
            "extracot annotate --in traces.jsonl --out labels.jsonl",
            "extracot annotate --in traces.jsonl --out labels.jsonl --ratio 0.4") { Input, Output, Annotator, Ratio, Resume };
        verb.Runs(Run);
        return verb;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var error = parsed.InvocationConfiguration.Error;
        var input = parsed.GetRequiredValue(Input);
        var annotator = Make(parsed.GetRequiredValue(Annotator), parsed.GetValue(Ratio));
        using var progress = ConsoleProgress.OnStandardError();
        var end = new AnnotationRun(input, parsed.GetRequiredValue(Output), annotator, parsed.GetValue(Resume)).Run(error.WriteLine, progress, cancellation);
        progress.End();
        error.WriteLine($"{end.Thoughts} thoughts, {end.KeptShare:P1} of their text kept; chunks: {string.Join(", ", end.Chunks.Where(row => row.Value > 0).Select(row => $"{row.Value} {row.Key}"))}");
        if (end.BadLines > 0) throw new InputException($"{input}: {end.BadLines} lines could not be used; they are named above");
    }

    private static ScoreAnnotator Make(string name, double? ratio)
    {
        if (ratio is not (null or (> 0 and < 1))) throw new InputException($"--ratio {ratio}: expected a number in (0, 1)");
        return name switch
        {
            "rules" => new ScoreAnnotator(name, new RulesScorer(), ratio),
            _ => throw new InputException($"--annotator {name}: expected rules"),
        };
    }
}
