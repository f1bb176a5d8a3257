using ExtraCot.Options;
using ExtraCot.Text;

namespace ExtraCot.Engines;

/// <summary>Which engine answers and how it is reached; the same keys in every options file and verb that needs answers.</summary>
public sealed record EngineSettings : IValidatable
{
    private const string Local = "local:";

    /// <value><c>local:DIR</c> (a model folder or the name of a shipped model) or the address of an OpenAI-compatible endpoint, up to and with <c>/v1</c>.</value>
    public string Engine { get; set; } = "";

    /// <value>Name of the model at the endpoint; null asks the endpoint for the only one it has.</value>
    public string? Model { get; set; }

    /// <value>
    /// Folder with the <c>tokenizer.json</c> of the model at the endpoint. With it prompts go as token ids to <c>/completions</c> (exactly the project's own,
    /// no control token can be smuggled in) and thoughts are counted in tokens; without it questions go to <c>/chat/completions</c>.
    /// </value>
    public string? Tokenizer { get; set; }

    /// <value>Name of the environment variable that holds the endpoint's key; null where it wants none.</value>
    public string? ApiKeyEnv { get; set; }

    /// <value>Requests under way at once at an endpoint. Default 32 (spec of stages 2 and 3, section 7.3).</value>
    public int Concurrency { get; set; } = 32;

    /// <value>Most requests begun in a minute at an endpoint; 0 (default) for no limit.</value>
    public int RequestsPerMinute { get; set; }

    /// <value>Seconds until a request to an endpoint is given up and tried again. Default 360 (same section).</value>
    public double TimeoutSeconds { get; set; } = 360;

    /// <value>How often a request to an endpoint is tried. Default 6.</value>
    public int Attempts { get; set; } = 6;

    /// <summary>Opens the engine.</summary>
    /// <exception cref="InputException">There is no such model, endpoint or key.</exception>
    public IAnswerEngine Open() => Engine.StartsWith(Local, StringComparison.Ordinal)
        ? LocalEngine.Load(ShippedModels.Find(Engine[Local.Length..]))
        : throw new InputException("not yet");

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        var isLocal = Engine.StartsWith(Local, StringComparison.Ordinal);
        if (!isLocal && !(Uri.TryCreate(Engine, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return $"engine: \"{Engine}\" is no engine; expected local:DIR or the address of an endpoint such as http://localhost:8000/v1";
        if (Concurrency < 1) yield return $"concurrency: {Concurrency}; expected 1 or more";
        if (RequestsPerMinute < 0) yield return $"requestsPerMinute: {RequestsPerMinute}; expected 0 or more";
        if (!(TimeoutSeconds > 0)) yield return $"timeoutSeconds: {TimeoutSeconds}; expected more than 0";
        if (Attempts < 1) yield return $"attempts: {Attempts}; expected 1 or more";
    }
}
