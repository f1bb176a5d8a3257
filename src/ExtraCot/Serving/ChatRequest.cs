using System.Text;
using System.Text.Json;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Serving;

/// <summary>A request for a chat completion, checked but not yet tokenized.</summary>
/// <param name="Messages">The conversation, without the control token at its end.</param>
/// <param name="Control">Thought budget; null for the base model's prompt.</param>
/// <param name="Options">All else.</param>
internal sealed record ChatRequest(IReadOnlyList<ChatMessage> Messages, ControlToken? Control, RequestOptions Options)
{
    private const int MostMessages = 1024;
    private const int MostAlternatives = 20; // OpenAI's own limit

    /// <exception cref="ApiException">The body is no request that can be answered; the message says why.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body, BudgetMapping budgets)
    {
        var fields = RequestFields.Parse(body);
        RefuseUnsupported(fields);
        var options = RequestOptions.Read(fields) with { Alternatives = ReadAlternatives(fields) };
        options = options with { MaxTokens = (int?)fields.Integer("max_completion_tokens", 1, int.MaxValue) ?? options.MaxTokens };
        var messages = (fields.Array("messages", MostMessages) ?? []).Select(item => ReadMessage(RequestFields.ObjectOf(item.Value, item.Path), item.Path)).ToList();
        if (messages.Count == 0) throw new ApiException(400, "'messages' needs at least one message", "messages", "missing_required_parameter");
        var (question, inQuestion) = ControlToken.TakeFrom(messages[^1].Content);
        messages[^1] = messages[^1] with { Content = question };
        var control = budgets.Choose(inQuestion, ReadRatio(fields), fields.Text("reasoning_effort"));
        fields.RefuseOthers();
        return new ChatRequest(messages, control, options);
    }

    /// <summary>A number or a name; which ones exist is the mapping's affair.</summary>
    private static string? ReadRatio(RequestFields fields) =>
        fields.Any(BudgetMapping.RatioField) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : fields.Text(BudgetMapping.RatioField);

    private static void RefuseUnsupported(RequestFields fields)
    {
        const string NoTools = "this server answers questions and calls no tools";
        foreach (var name in (ReadOnlySpan<string>)["tools", "functions"]) fields.Refuse(name, NoTools);
        foreach (var name in (ReadOnlySpan<string>)["tool_choice", "function_call"])
            if (fields.Any(name) is { } choice && !(IsText(choice, name, "none") || IsText(choice, name, "auto"))) throw new ApiException(400, $"'{name}' is not supported: {NoTools}", name, "unsupported_parameter");
        fields.Ignore("parallel_tool_calls");
        if (fields.Object("response_format") is { } format && format.Text("type") != "text")
            throw new ApiException(400, "'response_format' is not supported: answers are free text", "response_format", "unsupported_parameter");
        fields.Refuse("audio", "answers are text");
        if (fields.Array("modalities", 8) is { } modalities && modalities.Any(item => !IsText(item.Value, item.Path, "text")))
            throw new ApiException(400, "'modalities' must be [\"text\"]", "modalities", "unsupported_parameter");
        foreach (var name in (ReadOnlySpan<string>)["prediction", "web_search_options", "prompt_logprobs", "echo"]) fields.Refuse(name, "");
        if (fields.Object("chat_template_kwargs") is { } template)
        {
            if (template.Flag("enable_thinking") == false)
                throw new ApiException(400, "'chat_template_kwargs.enable_thinking' cannot be false: the model always thinks; ask for compression_ratio 0.2", "chat_template_kwargs", "unsupported_parameter");
            template.RefuseOthers();
        }
    }

    private static int? ReadAlternatives(RequestFields fields)
    {
        var wanted = fields.Flag("logprobs") ?? false;
        var alternatives = (int?)fields.Integer("top_logprobs", 0, MostAlternatives);
        if (alternatives > 0 && !wanted) throw new ApiException(400, "'top_logprobs' needs logprobs: true", "top_logprobs", "invalid_value");
        return wanted ? alternatives ?? 0 : null;
    }

    private static ChatMessage ReadMessage(RequestFields fields, string path)
    {
        var role = fields.Text("role") switch
        {
            "system" or "developer" => "system",
            "user" => "user",
            "assistant" => "assistant",
            null => throw new ApiException(400, $"'{path}.role' is missing: expected system, user or assistant", $"{path}.role", "missing_required_parameter"),
            _ => throw new ApiException(400, $"'{path}.role' must be system, developer, user or assistant; tools are not supported", $"{path}.role", "invalid_value"),
        };
        fields.Ignore("name", "refusal", "annotations", "reasoning_content", "reasoning"); // thoughts of earlier turns are left out of prompts
        foreach (var name in (ReadOnlySpan<string>)["tool_calls", "function_call", "audio"]) fields.Refuse(name, "tools and audio are not supported");
        var content = fields.Any("content") is { } value ? ReadContent(value, $"{path}.content") : null;
        if (content is null && role != "assistant") throw new ApiException(400, $"'{path}.content' is missing", $"{path}.content", "missing_required_parameter");
        fields.RefuseOthers();
        return new ChatMessage(role, content ?? "");
    }

    /// <summary>A string, or text parts one after the other.</summary>
    private static string ReadContent(JsonElement content, string path)
    {
        if (content.ValueKind != JsonValueKind.Array) return RequestFields.TextOf(content, path);
        var text = new StringBuilder();
        foreach (var (value, partPath) in RequestFields.Elements(content, path, MostMessages))
        {
            var part = RequestFields.ObjectOf(value, partPath);
            if (part.Text("type") != "text")
                throw new ApiException(400, $"'{partPath}' is no text part: images, audio and files are not supported", partPath, "unsupported_content");
            text.Append(part.Text("text"));
            part.RefuseOthers();
        }
        return text.ToString();
    }

    private static bool IsText(JsonElement value, string path, string text) => value.ValueKind == JsonValueKind.String && RequestFields.TextOf(value, path) == text;
}
