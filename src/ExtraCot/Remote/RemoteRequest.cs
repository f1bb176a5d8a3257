using System.Text.Json.Nodes;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Remote;

/// <summary>
/// A request for chat (with <see cref="Messages"/>) or completions (with <see cref="Prompt"/> or <see cref="PromptTokens"/>). What is null is not sent, so that
/// the endpoint's own default applies; the members marked vLLM are extensions that other servers ignore or refuse.
/// </summary>
public sealed record RemoteRequest
{
    /// <value>The conversation, for <c>/chat/completions</c>.</value>
    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    /// <value>The raw prompt, for <c>/completions</c>.</value>
    public string? Prompt { get; init; }

    /// <value>The raw prompt as token ids, for <c>/completions</c>.</value>
    public IReadOnlyList<int>? PromptTokens { get; init; }

    /// <value>Most tokens to generate.</value>
    public int? MaxTokens { get; init; }

    /// <value>0 is greedy.</value>
    public float? Temperature { get; init; }

    /// <value>Nucleus, in (0, 1].</value>
    public float? TopP { get; init; }

    /// <value>Seed of sampling, where the endpoint honours one.</value>
    public long? Seed { get; init; }

    /// <value>Number of choices.</value>
    public int? N { get; init; }

    /// <value>Texts that end the answer.</value>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <value>JSON schema the answer must follow; left out from then on where the endpoint refuses it, so the answer is to be checked all the same.</value>
    public JsonObject? Schema { get; init; }

    /// <value>vLLM: false keeps control tokens in the text.</value>
    public bool? SkipSpecialTokens { get; init; }

    /// <value>vLLM: answer with token ids as well.</value>
    public bool? ReturnTokenIds { get; init; }

    /// <value>Completions: the answer begins with the prompt.</value>
    public bool? Echo { get; init; }

    /// <value>Completions: log-probabilities of the answer's tokens (with <see cref="Echo"/> the prompt's too), and of that many alternatives.</value>
    public int? Logprobs { get; init; }

    /// <value>vLLM: no top-k, min-p or repetition penalty, which servers else take from the model's <c>generation_config.json</c>. Default false.</value>
    public bool RefusesDefaults { get; init; }

    /// <summary>The body as the endpoint reads it.</summary>
    internal JsonObject Body(string model, bool withSchema)
    {
        var body = new JsonObject { ["model"] = model };
        if (Messages is not null) body["messages"] = new JsonArray([.. Messages.Select(message => new JsonObject { ["role"] = message.Role, ["content"] = message.Content })]);
        else body["prompt"] = PromptTokens is null ? Prompt : new JsonArray([.. PromptTokens.Select(id => (JsonNode)id)]);
        Add("max_tokens", MaxTokens);
        Add("temperature", Temperature);
        Add("top_p", TopP);
        if (RefusesDefaults) (body["top_k"], body["min_p"], body["repetition_penalty"]) = (-1, 0, 1);
        Add("seed", Seed);
        Add("n", N);
        Add("stop", Stop is null ? null : new JsonArray([.. Stop.Select(text => (JsonNode)text)]));
        Add("skip_special_tokens", SkipSpecialTokens);
        Add("return_token_ids", ReturnTokenIds);
        Add("echo", Echo);
        Add("logprobs", Logprobs);
        if (withSchema && Schema is not null)
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "answer", ["strict"] = true, ["schema"] = Schema.DeepClone() },
            };
        return body;

        void Add(string name, JsonNode? value)
        {
            if (value is not null) body[name] = value;
        }
    }
}
