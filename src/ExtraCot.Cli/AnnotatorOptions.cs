using System.CommandLine;
using ExtraCot.Annotation;
using ExtraCot.Nn.Runtime;
using ExtraCot.Options;
using ExtraCot.Remote;
using ExtraCot.Text;

namespace ExtraCot.Cli;

/// <summary>The options that choose an annotator, for every verb that needs one.</summary>
internal sealed class AnnotatorOptions
{
    private readonly Option<string> name = new("--annotator")
    {
        Description = "Who says what is worth keeping: rules, model (what a language model loses without it) or llm (a model behind an endpoint is asked).",
        DefaultValueFactory = _ => "rules",
        HelpName = "NAME",
    };

    private readonly Option<double?> ratio = new("--ratio") { Description = "Share of each thought to keep, in (0, 1); default what a complete derivation needs.", HelpName = "SHARE" };
    private readonly Option<string?> model = new("--model") { Description = "model: a Qwen3 folder or a shipped model (small-base, default); with --endpoint: its name of the model.", HelpName = "NAME" };
    private readonly Option<string?> endpoint = new("--endpoint") { Description = "llm, model: address of an OpenAI-compatible endpoint up to and with /v1; for model one that echoes prompts with log-probabilities.", HelpName = "URL" };
    private readonly Option<string?> key = new("--api-key-env") { Description = "Endpoint: environment variable that holds the key.", HelpName = "VARIABLE" };
    private readonly Option<int> concurrency = new("--concurrency") { Description = "Endpoint: requests under way at once.", DefaultValueFactory = _ => 8 };
    private readonly Option<int> rate = new("--requests-per-minute") { Description = "Endpoint: most requests begun in a minute; 0 for no limit." };
    private readonly Option<double> timeout = new("--timeout") { Description = "Endpoint: seconds after which a request is given up and tried again.", DefaultValueFactory = _ => 360 };
    private readonly Option<double> inputPrice = new("--input-price") { Description = "Endpoint: price of a million prompt tokens." };
    private readonly Option<double> outputPrice = new("--output-price") { Description = "Endpoint: price of a million generated tokens." };

    public void AddTo(Command verb)
    {
        foreach (Option option in (Option[])[name, ratio, model, endpoint, key, concurrency, rate, timeout, inputPrice, outputPrice]) verb.Add(option);
    }

    /// <summary>The annotator, and what holds its resources.</summary>
    public (IAnnotator Annotator, IDisposable? Resources) Make(ParseResult parsed, CancellationToken cancellation)
    {
        var share = parsed.GetValue(ratio);
        if (share is not (null or (> 0 and < 1))) throw new InputException($"--ratio {share}: expected a number in (0, 1)");
        return parsed.GetRequiredValue(name) switch
        {
            "rules" => (new ScoreAnnotator("rules", new RulesScorer(), share), null),
            "model" when parsed.GetValue(endpoint) is { } address => Remote(parsed, address, (client, served, most) =>
                new ScoreAnnotator($"model {served} of an endpoint", new ModelScorer(new RemoteAblation(client, most), cancellation), share, () => client.Usage), cancellation),
            "model" => Model(parsed.GetValue(model) ?? "small-base", share, cancellation),
            "llm" => Remote(parsed, parsed.GetValue(endpoint) ?? throw new InputException("--annotator llm needs --endpoint URL, such as http://localhost:8000/v1"),
                (client, served, most) => new LlmAnnotator(client, served, most, share), cancellation),
            var other => throw new InputException($"--annotator {other}: expected rules, model or llm"),
        };
    }

    /// <summary>The price of tokens by the options; 0 where none was given.</summary>
    public double Cost(ParseResult parsed, long promptTokens, long completionTokens) =>
        (promptTokens * parsed.GetValue(inputPrice) + completionTokens * parsed.GetValue(outputPrice)) / 1e6;

    private static (IAnnotator, IDisposable) Model(string name, double? share, CancellationToken cancellation)
    {
        TorchRuntime.Initialize();
        var language = LanguageModel.Load(ShippedModels.Find(name));
        return (new ScoreAnnotator($"model {name}", new ModelScorer(new LocalAblation(language), cancellation), share), language);
    }

    private (IAnnotator, IDisposable) Remote(ParseResult parsed, string address, Func<OpenAiClient, string, int, IAnnotator> make, CancellationToken cancellation)
    {
        var options = new RemoteOptions
        {
            Model = parsed.GetValue(model),
            ApiKeyEnv = parsed.GetValue(key),
            Concurrency = parsed.GetValue(concurrency),
            RequestsPerMinute = parsed.GetValue(rate),
            TimeoutSeconds = parsed.GetValue(timeout),
        };
        OptionsFile.Check(options, "annotate");
        var client = new OpenAiClient(address, options);
        try
        {
            return (make(client, client.ModelAsync(cancellation).GetAwaiter().GetResult(), options.Concurrency), client);
        }
        catch (RemoteException refused)
        {
            client.Dispose();
            throw new InputException(refused.Message, refused);
        }
    }
}
