using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExtraCot.Serving;

/// <summary>Answers in OpenAI's JSON: snake case, fields without a value left out unless clients expect them.</summary>
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(ModelListWire))]
[JsonSerializable(typeof(ModelWire))]
[JsonSerializable(typeof(ChatWire))]
[JsonSerializable(typeof(ChatChunkWire))]
[JsonSerializable(typeof(CompletionWire))]
[JsonSerializable(typeof(HealthWire))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Characters that only HTML would mind are written as they are: answers are JSON, and say so.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <value>The context to use.</value>
    public static WireJson Wire { get; } = new(new JsonSerializerOptions
    {
        Encoder = Encoder,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}

internal sealed record ErrorWire(ErrorFields Error);

internal sealed record ErrorFields(
    string Message,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);

internal sealed record HealthWire(string Status, string? Reason);

internal sealed record ModelListWire(string Object, IReadOnlyList<ModelWire> Data);

internal sealed record ModelWire(string Id, string Object, long Created, string OwnedBy, int MaxModelLen);

internal sealed record UsageWire(int PromptTokens, int CompletionTokens, int TotalTokens, CompletionDetailsWire CompletionTokensDetails);

internal sealed record CompletionDetailsWire(int ReasoningTokens);

/// <summary>A whole chat answer.</summary>
internal sealed record ChatWire(string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoiceWire> Choices, UsageWire Usage)
{
    public IReadOnlyList<int>? PromptTokenIds { get; init; }
}

internal sealed record ChatChoiceWire(int Index, MessageWire Message, string FinishReason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ChatLogprobsWire? Logprobs { get; init; }

    public string? CompressionRatio { get; init; }

    public IReadOnlyList<int>? TokenIds { get; init; }
}

internal sealed record MessageWire(string Role, string Content, string? ReasoningContent)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Refusal { get; init; }
}

/// <summary>A piece of a streamed chat answer.</summary>
internal sealed record ChatChunkWire(string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoiceWire> Choices)
{
    public UsageWire? Usage { get; init; }

    public IReadOnlyList<int>? PromptTokenIds { get; init; }
}

internal sealed record ChunkChoiceWire(int Index, DeltaWire Delta, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason)
{
    public ChatLogprobsWire? Logprobs { get; init; }

    public string? CompressionRatio { get; init; }

    public IReadOnlyList<int>? TokenIds { get; init; }
}

internal sealed record DeltaWire(string? Role, string? Content, string? ReasoningContent);

internal sealed record ChatLogprobsWire(IReadOnlyList<TokenLogprobWire> Content);

internal sealed record TokenLogprobWire(
    string Token,
    float Logprob,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<int>? Bytes)
{
    public IReadOnlyList<TokenLogprobWire>? TopLogprobs { get; init; }
}

/// <summary>A text completion, whole or a piece of a streamed one.</summary>
internal sealed record CompletionWire(string Id, string Object, long Created, string Model, IReadOnlyList<CompletionChoiceWire> Choices)
{
    public UsageWire? Usage { get; init; }
}

internal sealed record CompletionChoiceWire(int Index, string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public CompletionLogprobsWire? Logprobs { get; init; }

    public IReadOnlyList<int>? TokenIds { get; init; }

    public IReadOnlyList<int>? PromptTokenIds { get; init; }
}

internal sealed record CompletionLogprobsWire(
    IReadOnlyList<string> Tokens, IReadOnlyList<float> TokenLogprobs, IReadOnlyList<Dictionary<string, float>>? TopLogprobs, IReadOnlyList<int> TextOffset);
