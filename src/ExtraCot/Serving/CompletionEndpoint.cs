using Microsoft.AspNetCore.Http;

namespace ExtraCot.Serving;

/// <summary><c>POST /v1/completions</c>: raw prompts continued, whole or streamed. Choices are numbered prompt by prompt.</summary>
internal sealed class CompletionEndpoint(ServedModel model, AnswerQueue queue)
{
    public async Task HandleAsync(HttpContext context)
    {
        var text = TextRequest.Read(await OpenAiEndpoints.BodyAsync(context), model.Format.Tokenizer);
        var options = text.Options.From(context.Connection.RemoteIpAddress);
        OpenAiEndpoints.CheckName(model, options.Model);
        var requests = text.Prompts.Select(prompt => model.Continuation(prompt, options)).ToList();
        using var place = queue.Enter(requests.Count * options.Samples);
        var envelope = new CompletionWire($"cmpl-{Guid.NewGuid():N}", "text_completion", DateTimeOffset.UtcNow.ToUnixTimeSeconds(), model.Name, []);
        if (options.Stream) await StreamAsync(context, requests, options, envelope);
        else await WholeAsync(context, requests, options, envelope);
    }

    private async Task WholeAsync(HttpContext context, List<AnswerRequest> requests, RequestOptions options, CompletionWire envelope)
    {
        var answers = await Task.WhenAll(requests.Select(request => CollectAsync(request, context.RequestAborted)));
        var choices = answers.SelectMany((group, prompt) => group.Select((answer, sample) =>
            new CompletionChoiceWire(prompt * options.Samples + sample, answer.Content, OpenAiEndpoints.NameOf(answer.Finish))
            {
                Logprobs = options.Alternatives is null ? null : TokenLogprobs.Completion(model.Format.Tokenizer, answer.Tokens, offset: 0),
                TokenIds = options.ReturnTokenIds ? answer.TokenIds : null,
                PromptTokenIds = options.ReturnTokenIds ? requests[prompt].Prompt : null,
            }));
        var usage = Usage(requests, answers.Sum(group => group.Sum(answer => answer.Tokens.Count)));
        await context.Response.WriteAsJsonAsync(envelope with { Choices = [.. choices], Usage = usage }, WireJson.Wire.CompletionWire, cancellationToken: context.RequestAborted);
    }

    private async Task<AnswerBuilder[]> CollectAsync(AnswerRequest request, CancellationToken cancellation)
    {
        var answers = Enumerable.Range(0, request.Samples).Select(_ => new AnswerBuilder()).ToArray();
        await foreach (var pieces in queue.Answer(request, cancellation))
            foreach (var piece in pieces) answers[piece.Sample].Add(piece);
        return answers;
    }

    /// <summary>The prompts run together; their pieces go out as they come.</summary>
    private async Task StreamAsync(HttpContext context, List<AnswerRequest> requests, RequestOptions options, CompletionWire envelope)
    {
        using var events = new SseWriter(context);
        using var turn = new SemaphoreSlim(1);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var tokens = 0;
        await Task.WhenAll(requests.Select(StreamOneAsync));
        if (options.IncludeUsage) events.Write(envelope with { Usage = Usage(requests, tokens) }, WireJson.Wire.CompletionWire);
        events.WriteDone();
        await events.FlushAsync();

        async Task StreamOneAsync(AnswerRequest request, int prompt)
        {
            var lengths = new int[request.Samples];
            try
            {
                await foreach (var pieces in queue.Answer(request, failed.Token))
                {
                    await turn.WaitAsync(failed.Token);
                    try
                    {
                        foreach (var piece in pieces)
                        {
                            tokens++;
                            if (Piece(piece, prompt, lengths[piece.Sample], options) is { } choice) events.Write(envelope with { Choices = [choice] }, WireJson.Wire.CompletionWire);
                            lengths[piece.Sample] += piece.Content.Length;
                        }
                        await events.FlushAsync();
                    }
                    finally
                    {
                        turn.Release();
                    }
                }
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
        }
    }

    private CompletionChoiceWire? Piece(AnswerPiece piece, int prompt, int offset, RequestOptions options)
    {
        if (piece.Content.Length == 0 && piece.Finish is null && !options.ReturnTokenIds && options.Alternatives is null) return null;
        return new CompletionChoiceWire(prompt * options.Samples + piece.Sample, piece.Content, piece.Finish is { } finish ? OpenAiEndpoints.NameOf(finish) : null)
        {
            Logprobs = options.Alternatives is null ? null : TokenLogprobs.Completion(model.Format.Tokenizer, [piece.Token], offset),
            TokenIds = options.ReturnTokenIds ? [piece.Token.TokenId] : null,
        };
    }

    private static UsageWire Usage(List<AnswerRequest> requests, int completion)
    {
        var prompt = requests.Sum(request => request.Prompt.Length);
        return new(prompt, completion, prompt + completion, new CompletionDetailsWire(0));
    }
}
