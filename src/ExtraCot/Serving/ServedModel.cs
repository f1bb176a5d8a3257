using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ExtraCot.Chrpo;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Serving;

/// <summary>
/// A model folder, loaded and generating for requests that come at any time, from any thread. In policy mode the control head chooses the
/// ratio where the folder has one, else the model's own first token, among the five ratios.
/// </summary>
public sealed class ServedModel : IDisposable
{
    private readonly Func<GenerationRequest, Action<GeneratedToken>, Task> submit;
    private readonly IReadOnlyList<IDisposable> owned;
    private readonly Lock oneChoice = new();

    /// <param name="name">What clients call it.</param>
    /// <param name="format">Prompt and response format.</param>
    /// <param name="contextLength">Most tokens of prompt and answer together.</param>
    /// <param name="submit">Begins a request and tells of its tokens; ends when all its samples have.</param>
    /// <param name="owned">Disposed with this, in order.</param>
    internal ServedModel(string name, PromptFormat format, int contextLength, Func<GenerationRequest, Action<GeneratedToken>, Task> submit, params IReadOnlyList<IDisposable> owned) =>
        (Name, Format, ContextLength, this.submit, this.owned) = (name, format, contextLength, submit, owned);

    /// <value>What clients call it: the folder's name.</value>
    public string Name { get; }

    /// <value>Prompt and response format.</value>
    public PromptFormat Format { get; }

    /// <value>Most tokens of prompt and answer together.</value>
    public int ContextLength { get; }

    /// <value>The control head: index of a ratio for the ids of a policy prompt and each random source, the most likely one where that is null. Null without a head.</value>
    internal Func<int[], IReadOnlyList<SeededRandom?>, int[]>? ChooseRatio { get; init; }

    /// <summary>Loads a model folder.</summary>
    /// <param name="nameOrFolder">A Hugging Face model folder whose tokenizer has the control tokens, or the name of a shipped model.</param>
    /// <param name="options">Context length, cache memory and threads; null for the defaults.</param>
    /// <exception cref="InputException">Something in the folder is missing or does not fit.</exception>
    public static ServedModel Load(string nameOrFolder, EngineOptions? options = null)
    {
        var folder = ShippedModels.Find(nameOrFolder);
        var model = LanguageModel.Load(folder);
        var engine = InferenceEngine.For(model.Model, options);
        var service = new GenerationService(engine);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new ServedModel(name, model.Format, service.ContextLength, service.Submit, service, engine, model)
        {
            ChooseRatio = model.Head is null ? null : (prompt, random) => ControlPolicy.Choose(model, prompt, random),
        };
    }

    /// <summary>The request for a conversation's answer.</summary>
    /// <exception cref="InputException">The conversation has no form this model knows, or its text cannot be tokenized.</exception>
    internal AnswerRequest Chat(IReadOnlyList<ChatMessage> messages, ControlToken? control, RequestOptions options)
    {
        var prompt = Format.Prompt(messages, control);
        return new AnswerRequest(prompt, Sampling(prompt.Length, options, "messages") with { AllowedFirstTokens = control == ControlToken.Policy ? Format.RatioIds : [] })
        {
            Control = control,
            Samples = options.Samples,
            SkipSpecialTokens = options.SkipSpecialTokens,
            Stop = options.Stop,
        };
    }

    /// <summary>The request to continue raw token ids.</summary>
    internal AnswerRequest Continuation(int[] prompt, RequestOptions options) => new(prompt, Sampling(prompt.Length, options, "prompt"))
    {
        IsRaw = true,
        Samples = options.Samples,
        SkipSpecialTokens = options.SkipSpecialTokens,
        Stop = options.Stop,
    };

    /// <summary>Generates an answer; each element is what has come since the one before. Ends early where the token is cancelled or the reader stops.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<AnswerPiece>> Answer(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var parts = request.Control == ControlToken.Policy && ChooseRatio is not null ? await Task.Run(() => Decide(request, ChooseRatio), cancellation) : [new(request.Prompt, request.Sampling) { Samples = request.Samples }];
            var tokens = Submit(parts.ConvertAll(part => part with { Cancellation = stop.Token }));
            var readers = Enumerable.Range(0, request.Samples).Select(_ => (ResponseReader?)new ResponseReader(Format, request)).ToArray();
            for (var running = request.Samples; running > 0;)
            {
                if (!await tokens.WaitToReadAsync(cancellation)) throw new OperationCanceledException(cancellation);
                var pieces = new List<AnswerPiece>();
                while (tokens.TryRead(out var token))
                {
                    if (readers[token.Sample] is not { } reader) continue; // stopped by a text; its row runs until the others are done
                    if (token.FinishReason == FinishReason.Cancelled) throw new OperationCanceledException("the answer was cancelled", cancellation);
                    var piece = reader.Push(token);
                    pieces.Add(piece);
                    if (piece.Finish is null) continue;
                    readers[token.Sample] = null;
                    running--;
                }
                if (pieces.Count > 0) yield return pieces;
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    /// <summary>Begins the parts of a request; their samples are numbered one after the other.</summary>
    private ChannelReader<GeneratedToken> Submit(List<GenerationRequest> parts)
    {
        var tokens = Channel.CreateUnbounded<GeneratedToken>(new() { SingleReader = true });
        var running = new List<Task>();
        var samples = 0;
        foreach (var part in parts)
        {
            var first = samples;
            running.Add(Begin(part, token => tokens.Writer.TryWrite(token with { Sample = first + token.Sample })));
            samples += part.Samples;
        }
        Task.WhenAll(running).ContinueWith(ended => tokens.Writer.Complete(ended.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return tokens.Reader;
    }

    private Task Begin(GenerationRequest request, Action<GeneratedToken> onToken)
    {
        try
        {
            return submit(request, onToken);
        }
        catch (ArgumentException wrong)
        {
            throw new ApiException(400, wrong.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var each in owned) each.Dispose();
    }

    private SamplingOptions Sampling(int promptLength, RequestOptions options, string promptField)
    {
        var room = ContextLength - promptLength;
        if (room < Math.Max(1, options.MaxTokens ?? 1))
        {
            var asked = options.MaxTokens is { } most ? $" and max_tokens of {most}" : "";
            throw new ApiException(400, $"a prompt of {promptLength} tokens{asked} exceeds the context of {ContextLength} tokens", promptField, "context_length_exceeded");
        }
        return new SamplingOptions
        {
            MaxNewTokens = options.MaxTokens ?? room,
            Temperature = options.Temperature ?? 1,
            TopP = options.TopP ?? 1,
            TopK = options.TopK ?? 0,
            MinP = options.MinP ?? 0,
            RepetitionPenalty = options.RepetitionPenalty ?? 1,
            Seed = (ulong)(options.Seed ?? Random.Shared.NextInt64()),
            StopTokens = [Format.EndOfTurn],
            LogProbabilities = options.Alternatives is not null,
            TopLogProbabilities = options.Alternatives ?? 0,
        };
    }

    /// <summary>The head's choice becomes the token an answer must begin with: the most likely ratio where sampling is greedy, else a draw for each sample.</summary>
    private List<GenerationRequest> Decide(AnswerRequest request, Func<int[], IReadOnlyList<SeededRandom?>, int[]> choose)
    {
        var sampling = request.Sampling;
        var draws = sampling.Temperature > 0;
        SamplingOptions[] parts = draws ? [.. Enumerable.Range(0, request.Samples).Select(sample => sampling with { Seed = sampling.Seed + (ulong)sample })] : [sampling];
        int[] ratios;
        lock (oneChoice) // torch for one request at a time
            ratios = choose(request.Prompt, [.. parts.Select(part => draws ? SeededRandom.For(part.Seed, "choice") : null)]);
        return [.. parts.Zip(ratios, (part, ratio) => new GenerationRequest(request.Prompt, part with { ForcedTokens = [Format.RatioIds[ratio]] }) { Samples = draws ? 1 : request.Samples })];
    }
}
