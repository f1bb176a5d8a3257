using System.CommandLine;
using ExtraCot.Annotation;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary>The options that choose an annotator, for every verb that needs one.</summary>
internal sealed class AnnotatorOptions
{
    private readonly Option<string> name = new("--annotator")
    {
        Description = "Who says what is worth keeping: rules.",
        DefaultValueFactory = _ => "rules",
        HelpName = "NAME",
    };

    private readonly Option<double?> ratio = new("--ratio") { Description = "Share of each thought to keep, in (0, 1); without it rules keep what a complete derivation needs.", HelpName = "SHARE" };

    public void AddTo(Command verb)
    {
        verb.Add(name);
        verb.Add(ratio);
    }

    public IAnnotator Make(ParseResult parsed)
    {
        var share = parsed.GetValue(ratio);
        if (share is not (null or (> 0 and < 1))) throw new InputException($"--ratio {share}: expected a number in (0, 1)");
        return parsed.GetRequiredValue(name) switch
        {
            "rules" => new ScoreAnnotator("rules", new RulesScorer(), share),
            var other => throw new InputException($"--annotator {other}: expected rules"),
        };
    }
}
