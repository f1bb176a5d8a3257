using System.Text.Json;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Serving;

/// <summary>A request to continue raw prompts, tokenized. A prompt's text is untrusted: marks and control tokens can be given as ids alone.</summary>
/// <param name="Prompts">Token ids of each prompt.</param>
/// <param name="Options">All else.</param>
internal sealed record TextRequest(IReadOnlyList<int[]> Prompts, RequestOptions Options)
{
    private const int MostPrompts = 128;
    private const int MostTokens = 1 << 20;
    private const int MostAlternatives = 20; // OpenAI allows 5, vLLM 20

    /// <exception cref="ApiException">The body is no request that can be answered; the message says why.</exception>
    public static TextRequest Read(ReadOnlyMemory<byte> body, ITokenizer tokenizer)
    {
        var fields = RequestFields.Parse(body);
        var options = RequestOptions.Read(fields) with { Alternatives = (int?)fields.Integer("logprobs", 0, MostAlternatives) };
        foreach (var name in (ReadOnlySpan<string>)["echo", "suffix", "prompt_logprobs"]) fields.Refuse(name, "");
        if (fields.Integer("best_of", 1, MostPrompts) is { } best && best != options.Samples)
            throw new ApiException(400, "'best_of' is not supported beside n", "best_of", "unsupported_parameter");
        foreach (var name in (ReadOnlySpan<string>)[BudgetMapping.RatioField, "reasoning_effort"])
            if (fields.Any(name) is not null)
                throw new ApiException(400, $"'{name}' belongs to /v1/chat/completions: a text completion's prompt is continued as it is", name, "unsupported_parameter");
        var prompt = fields.Any("prompt") ?? throw new ApiException(400, "'prompt' is missing", "prompt", "missing_required_parameter");
        fields.RefuseOthers();
        return new TextRequest(ReadPrompts(prompt, tokenizer), options);
    }

    /// <summary>A text, token ids, or an array of either.</summary>
    private static IReadOnlyList<int[]> ReadPrompts(JsonElement prompt, ITokenizer tokenizer)
    {
        if (prompt.ValueKind != JsonValueKind.Array) return [Encode(prompt, "prompt", tokenizer)];
        var length = prompt.GetArrayLength();
        if (length == 0) throw new ApiException(400, "'prompt' is empty", "prompt", "invalid_value");
        if (prompt[0].ValueKind == JsonValueKind.Number) return [Ids(prompt, "prompt", tokenizer)];
        return [.. RequestFields.Elements(prompt, "prompt", MostPrompts).Select(item => item.Value.ValueKind == JsonValueKind.Array
            ? Ids(item.Value, item.Path, tokenizer)
            : Encode(item.Value, item.Path, tokenizer))];
    }

    private static int[] Encode(JsonElement text, string path, ITokenizer tokenizer)
    {
        var ids = tokenizer.Encode(RequestFields.TextOf(text, path));
        return ids.Length > 0 ? ids : throw new ApiException(400, $"'{path}' is empty", path, "invalid_value");
    }

    private static int[] Ids(JsonElement array, string path, ITokenizer tokenizer)
    {
        var ids = RequestFields.Elements(array, path, MostTokens).Select(item => (int)RequestFields.IntegerOf(item.Value, item.Path, 0, tokenizer.VocabularySize - 1)).ToArray();
        return ids.Length > 0 ? ids : throw new ApiException(400, $"'{path}' is empty", path, "invalid_value");
    }
}
