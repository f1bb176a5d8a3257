using System.CommandLine;
using ExtraCot.Annotation;
using ExtraCot.Nn.Runtime;
using ExtraCot.Text;

namespace ExtraCot.Cli.Commands;

/// <summary>The options that choose an annotator, for every verb that needs one.</summary>
internal sealed class AnnotatorOptions
{
    private readonly Option<string> name = new("--annotator")
    {
        Description = "Who says what is worth keeping: rules, or model (what a language model loses without it).",
        DefaultValueFactory = _ => "rules",
        HelpName = "NAME",
    };

    private readonly Option<double?> ratio = new("--ratio") { Description = "Share of each thought to keep, in (0, 1); without it rules keep what a complete derivation needs.", HelpName = "SHARE" };

    private readonly Option<string> model = new("--model")
    {
        Description = "For the annotator model: a Qwen3 folder or a shipped model that finds the thoughts natural.",
        DefaultValueFactory = _ => "small-base",
        HelpName = "DIR",
    };

    public void AddTo(Command verb)
    {
        verb.Add(name);
        verb.Add(ratio);
        verb.Add(model);
    }

    public IAnnotator Make(ParseResult parsed)
    {
        var share = parsed.GetValue(ratio);
        if (share is not (null or (> 0 and < 1))) throw new InputException($"--ratio {share}: expected a number in (0, 1)");
        return parsed.GetRequiredValue(name) switch
        {
            "rules" => new ScoreAnnotator("rules", new RulesScorer(), share),
            "model" => Model(parsed.GetRequiredValue(model), share),
            var other => throw new InputException($"--annotator {other}: expected rules or model"),
        };
    }

    private static ScoreAnnotator Model(string name, double? share)
    {
        TorchRuntime.Initialize();
        return new ScoreAnnotator($"model {name}", new ModelScorer(LanguageModel.Load(ShippedModels.Find(name))), share);
    }
}
