using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Models;
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

    /// <param name="name">What clients call it.</param>
    /// <param name="format">Prompt and response format.</param>
    /// <param name="contextLength">Most tokens of prompt and answer together.</param>
    /// <param name="submit">Begins a request and tells of its tokens; ends when all its samples have.</param>
    /// <param name="owned">Disposed with this, in order.</param>
    internal ServedModel(string name, PromptFormat format, int contextLength, Func<GenerationRequest, Action<GeneratedToken>, Task> submit, params IReadOnlyList<IDisposable> owned) =>
        (Name, Format, ContextLength, this.submit, this.owned, EndIds) = (name, format, contextLength, submit, owned, [format.EndOfTurn]);

    /// <value>What clients call it: the folder's name.</value>
    public string Name { get; }

    /// <value>Prompt and response format.</value>
    public PromptFormat Format { get; }

    /// <value>Most tokens of prompt and answer together.</value>
    public int ContextLength { get; }

    /// <value>The control head: index of a ratio for the hidden state at a policy prompt's end and a random source, the most likely one where that is null. Null without a head.</value>
    internal Func<ReadOnlySpan<float>, SeededRandom?, int>? ChooseRatio { get; init; }

    /// <value>Sampling of requests that leave it open. Default: none.</value>
    internal GenerationConfig Defaults { get; init; } = new();

    /// <value>Ids that end an answer, and are no part of its text.</value>
    internal IReadOnlyList<int> EndIds { get; init; }

    /// <value>Why the engine has failed; null while it works.</value>
    internal Func<Exception?> Failure { get; init; } = () => null;

    /// <summary>Loads a model folder.</summary>
    /// <param name="nameOrFolder">A Hugging Face model folder whose tokenizer has the control tokens, or the name of a shipped model.</param>
    /// <param name="options">Context length, cache memory and threads; null for the defaults.</param>
    /// <exception cref="InputException">Something in the folder is missing or does not fit.</exception>
    public static ServedModel Load(string nameOrFolder, EngineOptions? options = null)
    {
        var folder = ShippedModels.Find(nameOrFolder);
        _ = ChatTemplate.InFolder(folder); // conversations are rendered as Qwen3's has it: a folder that asks for another is refused
        var model = LanguageModel.LoadForInference(folder);
        var engine = InferenceEngine.For(model.Model, options);
        var service = new GenerationService(engine);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new ServedModel(name, model.Format, service.ContextLength, service.Submit, service, engine, model)
        {
            ChooseRatio = model.Head is { } head ? head.Choose : null,
            Defaults = model.Generation,
            EndIds = model.EndIds,
            Failure = () => service.Failure,
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
            Client = options.Client,
        };
    }

    /// <summary>The request to continue raw token ids.</summary>
    internal AnswerRequest Continuation(int[] prompt, RequestOptions options) => new(prompt, Sampling(prompt.Length, options, "prompt"))
    {
        IsRaw = true,
        Samples = options.Samples,
        SkipSpecialTokens = options.SkipSpecialTokens,
        Stop = options.Stop,
        Client = options.Client,
    };

    /// <summary>Generates an answer; each element is what has come since the one before. Ends early where the token is cancelled or the reader stops.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<AnswerPiece>> Answer(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var tokens = Submit(Parts(request).ConvertAll(part => part with { Cancellation = stop.Token }));
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
        catch (InvalidOperationException) when (Failure() is { } failure)
        {
            throw new ApiException(503, $"the engine has failed: {FirstLine(failure)}", code: "engine_failed");
        }
    }

    /// <summary>Of a failure's message; the rest may be a native stack.</summary>
    internal static string FirstLine(Exception failure) => failure.Message.AsSpan().EnumerateLines() is var lines && lines.MoveNext() ? lines.Current.ToString() : "";

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
            Temperature = options.Temperature ?? Defaults.Temperature ?? 1,
            TopP = options.TopP ?? Defaults.TopP ?? 1,
            TopK = options.TopK ?? Defaults.TopK ?? 0,
            MinP = options.MinP ?? Defaults.MinP ?? 0,
            RepetitionPenalty = options.RepetitionPenalty ?? Defaults.RepetitionPenalty ?? 1,
            Seed = (ulong)(options.Seed ?? Random.Shared.NextInt64()),
            StopTokens = EndIds,
            LogProbabilities = options.Alternatives is not null,
            TopLogProbabilities = options.Alternatives ?? 0,
        };
    }

    /// <summary>What the engine is asked: one request, or one for each sample where the head draws its ratio.</summary>
    private List<GenerationRequest> Parts(AnswerRequest request)
    {
        var sampling = request.Sampling;
        if (request.Control != ControlToken.Policy || ChooseRatio is not { } choose) return [Part(sampling, request.Samples)];
        if (sampling.Temperature == 0) return [Part(sampling with { FirstToken = hidden => Format.RatioIds[choose(hidden, null)] }, request.Samples)];
        return [.. Enumerable.Range(0, request.Samples).Select(sample => sampling.Seed + (ulong)sample).Select(seed => Part(
            sampling with { Seed = seed, FirstToken = hidden => Format.RatioIds[choose(hidden, SeededRandom.For(seed, "choice"))] }, samples: 1))];

        GenerationRequest Part(SamplingOptions options, int samples) => new(request.Prompt, options) { Samples = samples, Client = request.Client };
    }
}
