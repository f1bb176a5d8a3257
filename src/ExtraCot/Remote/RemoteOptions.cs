using ExtraCot.Options;
using ExtraCot.Text;

namespace ExtraCot.Remote;

/// <summary>How an OpenAI-compatible endpoint is used.</summary>
public sealed record RemoteOptions : IValidatable
{
    /// <value>Name of the model; null (default) takes the only one the endpoint lists.</value>
    public string? Model { get; set; }

    /// <value>Name of the environment variable with the key, the only place a key is ever read from; null (default) where none is wanted.</value>
    public string? ApiKeyEnv { get; set; }

    /// <value>Requests under way at once. Default 32 (spec of stages 2 and 3, section 7.3).</value>
    public int Concurrency { get; set; } = 32;

    /// <value>Most requests begun in a minute; 0 (default) for no limit.</value>
    public int RequestsPerMinute { get; set; }

    /// <value>Seconds after which one try of a request is given up. Default 360 (same section).</value>
    public double TimeoutSeconds { get; set; } = 360;

    /// <value>How often a request is tried when the endpoint is busy, broken or silent. Default 6.</value>
    public int Attempts { get; set; } = 6;

    /// <value>Price of a million prompt tokens, in any currency. Default 0.</value>
    public double InputPrice { get; set; }

    /// <value>Price of a million generated tokens, in the same currency. Default 0.</value>
    public double OutputPrice { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Concurrency < 1) yield return $"concurrency: {Concurrency}; expected 1 or more";
        if (RequestsPerMinute < 0) yield return $"requestsPerMinute: {RequestsPerMinute}; expected 0 or more";
        if (!(TimeoutSeconds > 0) || TimeoutSeconds > 86_400) yield return $"timeoutSeconds: {TimeoutSeconds}; expected more than 0 and at most 86400";
        if (Attempts < 1) yield return $"attempts: {Attempts}; expected 1 or more";
        if (!(InputPrice >= 0)) yield return $"inputPrice: {InputPrice}; expected 0 or more";
        if (!(OutputPrice >= 0)) yield return $"outputPrice: {OutputPrice}; expected 0 or more";
    }

    /// <summary>The key, or null where none is wanted.</summary>
    /// <exception cref="InputException">The variable is not set.</exception>
    internal string? ApiKey() => ApiKeyEnv is null ? null : Environment.GetEnvironmentVariable(ApiKeyEnv) is { Length: > 0 } key
        ? key.Trim()
        : throw new InputException($"environment variable {ApiKeyEnv} is not set; put the endpoint's key there");
}
