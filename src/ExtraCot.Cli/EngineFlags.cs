using System.CommandLine;
using ExtraCot.Engines;

namespace ExtraCot.Cli;

/// <summary>The options by which every verb that needs answers is told which engine gives them.</summary>
internal sealed class EngineFlags
{
    private readonly Option<string?> engine = new("--engine") { Description = "local:DIR (a model folder or a shipped model) or the address of an OpenAI-compatible endpoint.", HelpName = "ENGINE" };
    private readonly Option<string?> model = new("--model") { Description = "Name of the endpoint's model; default the only one it serves.", HelpName = "NAME" };
    private readonly Option<string?> tokenizer = new("--tokenizer") { Description = "Folder with the endpoint's tokenizer.json: exact prompts as token ids, thoughts counted in tokens.", HelpName = "DIR" };
    private readonly Option<string?> key = new("--api-key-env") { Description = "Environment variable with the endpoint's key.", HelpName = "NAME" };
    private readonly Option<int?> concurrency = new("--concurrency") { Description = "Requests under way at once at an endpoint; default 32." };
    private readonly Option<int?> rate = new("--requests-per-minute") { Description = "Most requests begun in a minute at an endpoint; default no limit." };

    public IEnumerable<Option> All => [engine, model, tokenizer, key, concurrency, rate];

    /// <summary>Overrides what the flags name.</summary>
    public void Apply(ParseResult parsed, EngineSettings settings)
    {
        settings.Engine = parsed.GetValue(engine) ?? settings.Engine;
        settings.Tokenizer = parsed.GetValue(tokenizer) ?? settings.Tokenizer;
        settings.Remote.Model = parsed.GetValue(model) ?? settings.Remote.Model;
        settings.Remote.ApiKeyEnv = parsed.GetValue(key) ?? settings.Remote.ApiKeyEnv;
        settings.Remote.Concurrency = parsed.GetValue(concurrency) ?? settings.Remote.Concurrency;
        settings.Remote.RequestsPerMinute = parsed.GetValue(rate) ?? settings.Remote.RequestsPerMinute;
    }
}
