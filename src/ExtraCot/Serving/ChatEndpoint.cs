using ExtraCot.Text;
using Microsoft.AspNetCore.Http;

namespace ExtraCot.Serving;

/// <summary><c>POST /v1/chat/completions</c>, whole or streamed.</summary>
internal sealed class ChatEndpoint(ServedModel model, BudgetMapping budgets, AnswerQueue queue)
{
    public async Task HandleAsync(HttpContext context)
    {
        var chat = ChatRequest.Read(await OpenAiEndpoints.BodyAsync(context), budgets);
        var options = chat.Options;
        OpenAiEndpoints.CheckName(model, options.Model);
        var request = Tokenize(chat with { Options = options.From(context.Connection.RemoteIpAddress) });
        using var place = queue.Enter(request.Samples);
        var id = $"chatcmpl-{Guid.NewGuid():N}";
        var created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        if (options.Stream) await StreamAsync(context, request, options, id, created);
        else await WholeAsync(context, request, options, id, created);
    }

    private AnswerRequest Tokenize(ChatRequest chat)
    {
        try
        {
            return model.Chat(chat.Messages, chat.Control, chat.Options);
        }
        catch (InputException wrong) when (wrong is not ApiException)
        {
            throw new ApiException(400, wrong.Message, "messages", "invalid_value");
        }
    }

    private async Task WholeAsync(HttpContext context, AnswerRequest request, RequestOptions options, string id, long created)
    {
        var answers = Enumerable.Range(0, request.Samples).Select(_ => new AnswerBuilder()).ToArray();
        await foreach (var pieces in queue.Answer(request, context.RequestAborted))
            foreach (var piece in pieces) answers[piece.Sample].Add(piece);
        var usage = Usage(request.Prompt.Length, answers.Sum(answer => answer.Tokens.Count), answers.Sum(answer => answer.ReasoningTokens));
        var whole = new ChatWire(id, "chat.completion", created, model.Name, [.. answers.Select((answer, index) => Choice(answer, index, options))], usage)
        {
            PromptTokenIds = options.ReturnTokenIds ? request.Prompt : null,
        };
        await context.Response.WriteAsJsonAsync(whole, WireJson.Wire.ChatWire, cancellationToken: context.RequestAborted);
    }

    private ChatChoiceWire Choice(AnswerBuilder answer, int index, RequestOptions options) =>
        new(index, new MessageWire("assistant", answer.Content, answer.Reasoning), OpenAiEndpoints.NameOf(answer.Finish))
        {
            CompressionRatio = answer.Chosen?.Name,
            Logprobs = options.Alternatives is null ? null : TokenLogprobs.Chat(model.Format.Tokenizer, answer.Tokens),
            TokenIds = options.ReturnTokenIds ? answer.TokenIds : null,
        };

    private async Task StreamAsync(HttpContext context, AnswerRequest request, RequestOptions options, string id, long created)
    {
        using var events = new SseWriter(context);
        var begun = new bool[request.Samples];
        var (tokens, reasoning) = (0, 0);
        ChatChunkWire Chunk(params IReadOnlyList<ChunkChoiceWire> choices) => new(id, "chat.completion.chunk", created, model.Name, choices);
        await foreach (var pieces in queue.Answer(request, context.RequestAborted))
        {
            foreach (var piece in pieces)
            {
                tokens++;
                reasoning += piece.IsThought ? 1 : 0;
                if (!begun[piece.Sample])
                {
                    var first = !begun.Contains(true) && options.ReturnTokenIds;
                    begun[piece.Sample] = true;
                    events.Write(Chunk(new ChunkChoiceWire(piece.Sample, new DeltaWire("assistant", "", null), null)) with { PromptTokenIds = first ? request.Prompt : null }, WireJson.Wire.ChatChunkWire);
                }
                if (Piece(piece, options) is { } choice) events.Write(Chunk(choice), WireJson.Wire.ChatChunkWire);
            }
            await events.FlushAsync();
        }
        if (options.IncludeUsage) events.Write(Chunk() with { Usage = Usage(request.Prompt.Length, tokens, reasoning) }, WireJson.Wire.ChatChunkWire);
        events.WriteDone();
        await events.FlushAsync();
    }

    /// <summary>Null where a token says nothing to the client.</summary>
    private ChunkChoiceWire? Piece(AnswerPiece piece, RequestOptions options)
    {
        var saysSomething = piece.Reasoning.Length + piece.Content.Length > 0 || piece.Finish is not null || piece.Chosen is not null;
        if (!saysSomething && !options.ReturnTokenIds && options.Alternatives is null) return null;
        var delta = new DeltaWire(null, NullIfEmpty(piece.Content), NullIfEmpty(piece.Reasoning));
        return new ChunkChoiceWire(piece.Sample, delta, piece.Finish is { } finish ? OpenAiEndpoints.NameOf(finish) : null)
        {
            CompressionRatio = piece.Chosen?.Name,
            Logprobs = options.Alternatives is null ? null : TokenLogprobs.Chat(model.Format.Tokenizer, [piece.Token]),
            TokenIds = options.ReturnTokenIds ? [piece.Token.TokenId] : null,
        };
    }

    private static UsageWire Usage(int prompt, int completion, int reasoning) => new(prompt, completion, prompt + completion, new CompletionDetailsWire(reasoning));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
