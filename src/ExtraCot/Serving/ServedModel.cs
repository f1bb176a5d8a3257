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
    private readonly LanguageModel model;
    private readonly Func<GenerationRequest, Action<GeneratedToken>, Task> submit;
    private readonly IDisposable[] owned;
    private readonly Lock head = new();

    /// <param name="name">What clients call it.</param>
    /// <param name="model">Prompt format and control head.</param>
    /// <param name="contextLength">Most tokens of prompt and answer together.</param>
    /// <param name="submit">Begins a request and tells of its tokens; ends when all its samples have.</param>
    /// <param name="owned">Disposed with this, in order.</param>
    internal ServedModel(string name, LanguageModel model, int contextLength, Func<GenerationRequest, Action<GeneratedToken>, Task> submit, params IDisposable[] owned) =>
        (Name, this.model, ContextLength, this.submit, this.owned) = (name, model, contextLength, submit, owned);

    /// <value>What clients call it: the folder's name.</value>
    public string Name { get; }

    /// <value>Prompt and response format.</value>
    public PromptFormat Format => model.Format;

    /// <value>Most tokens of prompt and answer together.</value>
    public int ContextLength { get; }

    /// <summary>Loads a model folder.</summary>
    /// <param name="nameOrFolder">A Hugging Face model folder whose tokenizer has the control tokens, or the name of a shipped model.</param>
    /// <exception cref="InputException">Something in the folder is missing or does not fit.</exception>
    public static ServedModel Load(string nameOrFolder)
    {
        var folder = ShippedModels.Find(nameOrFolder);
        var model = LanguageModel.Load(folder);
        var engine = InferenceEngine.For(model.Model);
        var service = new GenerationService(engine);
        return new ServedModel(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), model, service.ContextLength, service.Submit, service, engine, model);
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
            if (request.Control == ControlToken.Policy && model.Head is not null) request = await Task.Run(() => Decide(request), cancellation);
            var tokens = Submit(new GenerationRequest(request.Prompt, request.Sampling) { Samples = request.Samples, Cancellation = stop.Token });
            var readers = Enumerable.Range(0, request.Samples).Select(_ => (ResponseReader?)new ResponseReader(Format, request)).ToArray();
            for (var running = request.Samples; running > 0;)
            {
                if (!await tokens.WaitToReadAsync(cancellation)) throw new OperationCanceledException(cancellation);
                var pieces = new List<AnswerPiece>();
                while (tokens.TryRead(out var token))
                {
                    if (readers[token.Sample] is not { } reader) continue; // stopped by a text; its row runs until the others are done
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

    private ChannelReader<GeneratedToken> Submit(GenerationRequest request)
    {
        var tokens = Channel.CreateUnbounded<GeneratedToken>(new() { SingleReader = true });
        submit(request, token => tokens.Writer.TryWrite(token))
            .ContinueWith(ended => tokens.Writer.Complete(ended.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return tokens.Reader;
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

    /// <summary>The head's choice becomes the token the answer must begin with: its most likely ratio where sampling is greedy, else a draw.</summary>
    private AnswerRequest Decide(AnswerRequest request)
    {
        lock (head) // torch for one request at a time
        {
            var random = request.Sampling.Temperature > 0 ? SeededRandom.For(request.Sampling.Seed, "choice") : null;
            var ratio = ControlPolicy.Choose(model, request.Prompt, random);
            return request with { Sampling = request.Sampling with { ForcedTokens = [Format.RatioIds[ratio]] } };
        }
    }
}
