using System.Text.Json;

namespace ExtraCot.Remote;

/// <summary>An endpoint's answer to one request.</summary>
/// <param name="Choices">The answers, by index; at least one.</param>
/// <param name="Usage">Tokens used (requests, retries and cost are left at 0).</param>
/// <param name="PromptTokenIds">Ids of the prompt; null where the endpoint does not tell them.</param>
public sealed record RemoteResponse(IReadOnlyList<RemoteChoice> Choices, RemoteUsage Usage, IReadOnlyList<int>? PromptTokenIds)
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="FormatException">It is no answer of the protocol; the message says what is missing.</exception>
    internal static RemoteResponse Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var choices = root.GetProperty("choices").EnumerateArray().Select(ReadChoice).OrderBy(choice => choice.Index).ToList();
            if (choices.Count == 0) throw new FormatException("no choice in the answer");
            // vLLM puts the prompt's data at the top for chat and into the choices for completions.
            JsonElement[] places = [root, .. root.GetProperty("choices").EnumerateArray()];
            return new RemoteResponse(choices, ReadUsage(root), places.Select(place => Ids(place, "prompt_token_ids")).FirstOrDefault(ids => ids is not null));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"no answer of the OpenAI protocol: {broken.Message.Split('\n')[0]}", broken);
        }
    }

    private static RemoteChoice ReadChoice(JsonElement choice)
    {
        var index = choice.TryGetProperty("index", out var given) ? given.GetInt32() : 0;
        var ids = Ids(choice, "token_ids");
        var finish = Text(choice, "finish_reason");
        if (!choice.TryGetProperty("message", out var message)) return new RemoteChoice(index, choice.GetProperty("text").GetString() ?? "", null, finish, ids, Logprobs(choice));
        return new RemoteChoice(index, Text(message, "content") ?? "", Text(message, "reasoning_content") ?? Text(message, "reasoning"), finish, ids);
    }

    private static RemoteUsage ReadUsage(JsonElement root)
    {
        if (!root.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object) return new RemoteUsage();
        var reasoning = usage.TryGetProperty("completion_tokens_details", out var details) && details.ValueKind == JsonValueKind.Object ? Number(details, "reasoning_tokens") : 0;
        return new RemoteUsage(PromptTokens: Number(usage, "prompt_tokens"), CompletionTokens: Number(usage, "completion_tokens"), ReasoningTokens: reasoning);
    }

    private static (string, double?)[]? Logprobs(JsonElement choice)
    {
        if (!choice.TryGetProperty("logprobs", out var given) || given.ValueKind != JsonValueKind.Object || !given.TryGetProperty("tokens", out var texts)) return null;
        var values = given.GetProperty("token_logprobs").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : (double?)null);
        return [.. texts.EnumerateArray().Select(text => text.GetString()!).Zip(values)];
    }

    private static int[]? Ids(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(id => id.GetInt32())] : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
}
