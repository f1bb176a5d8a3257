using System.CommandLine;
using ExtraCot.Annotation;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary><c>extracot annotate eval</c></summary>
internal static class AnnotateEvalCommand
{
    internal static Command Create()
    {
        var gold = new Option<string?>("--gold") { Description = "A label file whose labels are taken for right.", HelpName = "FILE" };
        var world = new Option<int>("--small-world") { Description = "Instead of --gold: as many problems of the small world, whose equations and conclusion are right to keep.", HelpName = "COUNT" };
        var differences = new Option<bool>("--differences") { Description = "Also print the sentences that are labelled otherwise, with the sign that is right." };
        var options = new AnnotatorOptions();
        var verb = new Verb("eval", "Measure an annotator against hand-checked labels.",
            "extracot annotate eval --gold data/hand-checked.jsonl",
            "extracot annotate eval --small-world 200 --annotator model") { gold, world, differences };
        options.AddTo(verb);
        verb.Runs((parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var reference = parsed.GetValue(gold) is { } file ? LabelFile.Read(file)
                : parsed.GetValue(world) is > 0 and var count ? SmallWorldLabels.Make(count)
                : throw new InputException("nothing to compare with: give --gold FILE or --small-world COUNT");
            var (annotator, resources) = options.Make(parsed, cancellation);
            using var held = resources;
            var pairs = AnnotationEvaluation.Run(reference, annotator, cancellation);
            output.Write(AnnotationEvaluation.Table(pairs));
            if (parsed.GetValue(gold) is null) output.Write("\n" + SmallWorldLabels.Table(pairs));
            if (parsed.GetValue(differences))
                foreach (var line in AnnotationEvaluation.Differences(pairs)) output.WriteLine(line);
        });
        return verb;
    }
}
