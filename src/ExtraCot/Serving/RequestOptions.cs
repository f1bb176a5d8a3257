using System.Text.Json;

namespace ExtraCot.Serving;

/// <summary>What chat and text completions ask for alike. Null leaves a value to the model's own defaults.</summary>
internal sealed record RequestOptions
{
    private const int MostStops = 4; // OpenAI's own limit
    private const int MostSamples = 128;

    public string? Model { get; init; }
    public bool Stream { get; init; }
    public bool IncludeUsage { get; init; }
    public int Samples { get; init; }
    public int? MaxTokens { get; init; }
    public float? Temperature { get; init; }
    public float? TopP { get; init; }
    public int? TopK { get; init; }
    public float? MinP { get; init; }
    public float? RepetitionPenalty { get; init; }
    public long? Seed { get; init; }
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <value>Null for no log-probabilities, else how many alternatives beside the chosen token.</value>
    public int? Alternatives { get; init; }

    public bool ReturnTokenIds { get; init; }
    public bool SkipSpecialTokens { get; init; } = true;

    /// <value>Who asks: the request's user, as far as it names one; with <see cref="From"/> the address too.</value>
    public string Client { get; init; } = "";

    /// <summary>These options, asked for from an address.</summary>
    public RequestOptions From(System.Net.IPAddress? address) => this with { Client = $"{address} {Client}" };

    /// <summary>Reads the common fields and refuses what is not supported; the caller asks for its own fields and then for <see cref="RequestFields.RefuseOthers"/>.</summary>
    /// <exception cref="ApiException">A field does not fit.</exception>
    public static RequestOptions Read(RequestFields fields)
    {
        fields.Ignore("metadata", "store", "service_tier", "prompt_cache_key", "prompt_cache_retention");
        foreach (var name in (ReadOnlySpan<string>)["presence_penalty", "frequency_penalty"]) fields.Refuse(name, "use repetition_penalty");
        fields.Refuse("logit_bias", "");
        var stream = fields.Flag("stream") ?? false;
        var includeUsage = ReadStreamOptions(fields, stream);
        return new RequestOptions
        {
            Model = fields.Text("model"),
            Stream = stream,
            IncludeUsage = includeUsage,
            Samples = (int)(fields.Integer("n", 1, MostSamples) ?? 1),
            MaxTokens = (int?)fields.Integer("max_tokens", 1, int.MaxValue),
            Temperature = (float?)fields.Number("temperature", 0, 2),
            TopP = ReadTopP(fields),
            TopK = ReadTopK(fields),
            MinP = (float?)fields.Number("min_p", 0, 1),
            RepetitionPenalty = (float?)fields.Number("repetition_penalty", 0.01, 100),
            Seed = fields.Integer("seed", long.MinValue, long.MaxValue),
            Stop = ReadStop(fields),
            ReturnTokenIds = fields.Flag("return_token_ids") ?? false,
            SkipSpecialTokens = fields.Flag("skip_special_tokens") ?? true,
            Client = ReadClient(fields),
        };
    }

    private static bool ReadStreamOptions(RequestFields fields, bool stream)
    {
        if (fields.Object("stream_options") is not { } options) return false;
        if (!stream) throw new ApiException(400, "'stream_options' needs stream: true", "stream_options", "invalid_value");
        options.Ignore("include_obfuscation");
        var include = options.Flag("include_usage") ?? false;
        options.RefuseOthers();
        return include;
    }

    /// <summary>OpenAI's newer and older name for the end user.</summary>
    private static string ReadClient(RequestFields fields)
    {
        var (newer, older) = (fields.Text("safety_identifier"), fields.Text("user"));
        return newer ?? older ?? "";
    }

    private static float? ReadTopP(RequestFields fields) => fields.Number("top_p", 0, 1) switch
    {
        null => null,
        // OpenAI allows 0, which leaves the most likely token alone: so does any tiny value.
        { } value => Math.Max((float)value, 1e-6f),
    };

    /// <summary>vLLM's -1 and 0 both keep every token.</summary>
    private static int? ReadTopK(RequestFields fields) => fields.Integer("top_k", -1, int.MaxValue) is { } value ? (int)Math.Max(value, 0) : null;

    private static IReadOnlyList<string> ReadStop(RequestFields fields)
    {
        if (fields.Any("stop") is not { } value) return [];
        IReadOnlyList<string> texts = value.ValueKind == JsonValueKind.Array
            ? [.. RequestFields.Elements(value, "stop", MostStops).Select(item => RequestFields.TextOf(item.Value, item.Path))]
            : [RequestFields.TextOf(value, "stop")];
        if (texts.Contains("")) throw new ApiException(400, "'stop' holds an empty string, which would end every answer at once", "stop", "invalid_value");
        return texts;
    }
}
