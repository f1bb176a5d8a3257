using System.Text.Json.Nodes;

namespace ExtraCot.Tests.Support;

/// <summary>What a <see cref="FakeEndpoint"/> answers.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body.</param>
internal sealed record FakeReply(int Status, string Body)
{
    /// <value>Headers beside the content type.</value>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <value>Wait before the answer; until the client hangs up at most.</value>
    public TimeSpan Delay { get; init; }

    /// <value>Whether the connection breaks after half of the body.</value>
    public bool Truncated { get; init; }

    public static FakeReply Busy(string? retryAfter = null) => new(429, """{"error":{"message":"slow down","type":"rate_limit"}}""")
    {
        Headers = retryAfter is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["Retry-After"] = retryAfter },
    };

    public static FakeReply Broken => new(500, """{"error":{"message":"out of order"}}""");

    public static FakeReply Json(JsonNode body) => new(200, body.ToJsonString());

    /// <summary>Answers of a completion or, where the request has messages, of a chat.</summary>
    public static FakeReply Texts(JsonNode request, params string[] texts) => Json(new JsonObject
    {
        ["id"] = "x",
        ["choices"] = new JsonArray([.. texts.Select((text, i) => request["messages"] is null
            ? new JsonObject { ["index"] = i, ["text"] = text, ["finish_reason"] = "stop" }
            : new JsonObject { ["index"] = i, ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text }, ["finish_reason"] = "stop" })]),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 10, ["completion_tokens"] = 5 * texts.Length },
    });
}
