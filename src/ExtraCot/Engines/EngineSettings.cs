using ExtraCot.Options;
using ExtraCot.Remote;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Engines;

/// <summary>Which engine answers and how it is reached; the same keys in every options file that needs answers.</summary>
public sealed record EngineSettings : IValidatable
{
    private const string Local = "local:";

    /// <value><c>local:DIR</c> (a model folder or the name of a shipped model) or the address of an OpenAI-compatible endpoint, up to and with <c>/v1</c>.</value>
    public string Engine { get; set; } = "";

    /// <value>
    /// Folder with the <c>tokenizer.json</c> of the endpoint's model. With it prompts go as token ids to <c>/completions</c> (exactly the project's own,
    /// no control token can be smuggled in) and thoughts are counted in tokens; null (default) sends questions to <c>/chat/completions</c>.
    /// </value>
    public string? Tokenizer { get; set; }

    /// <value>How an endpoint is used.</value>
    public RemoteOptions Remote { get; set; } = new();

    /// <summary>Whether the model runs in this process.</summary>
    internal bool IsLocal => Engine.StartsWith(Local, StringComparison.Ordinal);

    /// <summary>The model as people name it: its folder or address.</summary>
    internal string Name => IsLocal ? Engine[Local.Length..] : Engine;

    /// <summary>Opens the engine.</summary>
    /// <exception cref="InputException">There is no such model, tokenizer or key.</exception>
    public IAnswerEngine Open()
    {
        OptionsFile.Check(this, "engine");
        if (IsLocal) return LocalEngine.Load(ShippedModels.Find(Engine[Local.Length..]));
        var format = Tokenizer is null ? null : PromptFormat.For(TokenizerFile.Load(Tokenizer));
        return new RemoteEngine(new OpenAiClient(Engine, Remote), Remote.Concurrency, format);
    }

    /// <summary>Fails where the folder of a model in this process is not there; to be asked before a run writes anything.</summary>
    /// <exception cref="InputException">There is no such model.</exception>
    public void RequireModel()
    {
        if (IsLocal) _ = ShippedModels.Find(Name);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (IsLocal ? Engine.Length == Local.Length : !IsAddress(Engine))
            yield return $"engine: \"{Engine}\"; expected local:DIR or the address of an endpoint such as http://localhost:8000/v1";
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}
