using System.CommandLine;
using ExtraCot.Annotation;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot annotate eval</c></summary>
internal static class AnnotateEvalCommand
{
    internal static Command Create()
    {
        var gold = new Option<string>("--gold") { Description = "A label file whose labels are taken for right.", Required = true, HelpName = "FILE" };
        var differences = new Option<bool>("--differences") { Description = "Also print the sentences that are labelled otherwise, with the sign that is right." };
        var options = new AnnotatorOptions();
        var verb = new Verb("eval", "Measure an annotator against hand-checked labels.",
            "extracot annotate eval --gold data/hand-checked.jsonl",
            "extracot annotate eval --gold data/hand-checked.jsonl --differences") { gold, differences };
        options.AddTo(verb);
        verb.Runs((parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var pairs = AnnotationEvaluation.Run(parsed.GetRequiredValue(gold), options.Make(parsed), cancellation);
            output.Write(AnnotationEvaluation.Table(pairs));
            if (parsed.GetValue(differences))
                foreach (var line in AnnotationEvaluation.Differences(pairs)) output.WriteLine(line);
        });
        return verb;
    }
}
