using ExtraCot.Nn.Generation;
using ExtraCot.Remote;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Engines;

/// <summary>
/// A model behind an OpenAI-compatible endpoint (vLLM first). Each sample is a request of its own with its own seed, so that one failure costs one answer.
/// With the model's tokenizer prompts go as token ids to <c>/completions</c>; without it questions go to <c>/chat/completions</c>, where the endpoint's template
/// makes the prompt. The first token cannot be constrained there: <see cref="EngineAnswer.Control"/> is null where the model chose none.
/// </summary>
/// <param name="client">Disposed with the engine.</param>
/// <param name="concurrency">Requests under way at once.</param>
/// <param name="format">Prompt format of the endpoint's model, or null for chat.</param>
public sealed class RemoteEngine(OpenAiClient client, int concurrency, PromptFormat? format) : IAnswerEngine
{
    /// <value>What all requests so far used.</value>
    public RemoteUsage Usage => client.Usage;

    /// <inheritdoc/>
    /// <exception cref="InputException">The endpoint serves several models and none is named, or a request needs a model in this process.</exception>
    /// <exception cref="RemoteException">The endpoint cannot be reached at all.</exception>
    public void Answer(IReadOnlyList<EngineRequest> requests, Action<EngineAnswer> onAnswer, CancellationToken cancellation = default)
    {
        if (requests.Any(request => request.Budget is not null || request.Choices is not null))
            throw new InputException("an endpoint knows the five ratios and policy alone: a budget between two ratios and short-or-full need the model's folder");
        var reporting = new Lock();
        Task.Run(async () =>
        {
            if (requests.Count > 0) await client.ModelAsync(cancellation); // an endpoint that is not there is one failure, not one for each question
            var samples = requests.SelectMany((request, i) => Enumerable.Range(0, request.Samples).Select(sample => new EngineAnswer(i, request.Id, sample)));
            await Parallel.ForEachAsync(samples, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation }, async (answer, stop) =>
            {
                var done = await Ask(requests[answer.Request], answer, stop);
                lock (reporting) onAnswer(done);
            });
        }, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<EngineAnswer> Ask(EngineRequest request, EngineAnswer answer, CancellationToken cancellation)
    {
        if (request.Choice is not null) throw new NotSupportedException("an endpoint cannot be made to begin with a given ratio");
        try
        {
            var response = await client.SendAsync(format is null ? Chat(request, answer.Sample) : Raw(format, request, answer.Sample), cancellation);
            return Read(answer, response.Choices[0]);
        }
        catch (Exception failed) when (failed is RemoteException or TokenizationException)
        {
            return answer with { Error = failed.Message };
        }
    }

    private static RemoteRequest Chat(EngineRequest request, int sample) => Sampling(request, sample) with
    {
        Messages = [new ChatMessage("system", PromptFormat.SystemText), new ChatMessage("user", PromptFormat.UserText(request.Question, request.Control))],
        SkipSpecialTokens = false,
    };

    private static RemoteRequest Raw(PromptFormat format, EngineRequest request, int sample) => Sampling(request, sample) with
    {
        PromptTokens = format.Prompt(request.Question, request.Control),
        Stop = [format.Tokenizer.IdToToken(format.EndOfTurn)],
        SkipSpecialTokens = false,
        ReturnTokenIds = true,
    };

    private static RemoteRequest Sampling(EngineRequest request, int sample) => new()
    {
        MaxTokens = request.MaxNewTokens,
        Temperature = request.Temperature,
        TopP = request.TopP,
        RefusesDefaults = true, // the answers are to be those of the options, here and elsewhere
        Seed = (long)((request.Seed + (ulong)sample) & long.MaxValue),
    };

    private EngineAnswer Read(EngineAnswer answer, RemoteChoice choice)
    {
        if (choice.FinishReason is not ("stop" or "length")) return answer with { Error = $"the endpoint ended the answer with {choice.FinishReason ?? "no reason"}" };
        var finish = choice.FinishReason == "stop" ? FinishReason.Stop : FinishReason.Length;
        // Where the thought comes apart the endpoint has taken its marks off.
        var text = choice.Reasoning is null ? choice.Text : $"<think>\n{choice.Reasoning.Trim('\n')}\n</think>\n\n{choice.Text.TrimStart('\n')}";
        if (format is null) return AnswerReader.FromText(answer, text, finish);
        var ids = choice.TokenIds ?? format.Tokenizer.EncodeTrusted(text);
        var ended = ids.Count > 0 && ids[^1] == format.EndOfTurn;
        var read = AnswerReader.FromIds(answer, format, ended || finish != FinishReason.Stop ? [.. ids] : [.. ids, format.EndOfTurn], finish);
        return choice.TokenIds is null ? read with { Ids = null } : read; // ids of a text may differ from those the model wrote
    }
}
