using ExtraCot.Chrpo;
using ExtraCot.MixedRatioSft;
using ExtraCot.Nn.Generation;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Engines;

/// <summary>
/// A model in this process. In policy mode the first token is one of the five ratios: the control head's choice where the model has a head (one for
/// each sample; the likeliest at temperature 0, else drawn), else the language model's own. One call at a time, on the caller's thread.
/// </summary>
public sealed class LocalEngine : IAnswerEngine
{
    private readonly LanguageModel model;
    private readonly InferenceEngine engine;
    private readonly IDisposable[] owned;

    /// <param name="model">Must outlive the engine.</param>
    /// <param name="engine">An engine over its weights; must outlive this one.</param>
    public LocalEngine(LanguageModel model, InferenceEngine engine) : this(model, engine, []) { }

    private LocalEngine(LanguageModel model, InferenceEngine engine, IDisposable[] owned) => (this.model, this.engine, this.owned) = (model, engine, owned);

    /// <summary>Loads a model folder, which is released with the engine.</summary>
    /// <exception cref="InputException">Something in the folder is missing or does not fit.</exception>
    public static LocalEngine Load(string folder)
    {
        var model = LanguageModel.LoadForInference(folder);
        var engine = InferenceEngine.For(model.Model);
        return new LocalEngine(model, engine, [engine, model]);
    }

    /// <inheritdoc/>
    public void Answer(IReadOnlyList<EngineRequest> requests, Action<EngineAnswer> onAnswer, CancellationToken cancellation = default) =>
        Answer(requests, onAnswer, null, cancellation);

    /// <summary>As the other overload, and tells of every token too.</summary>
    internal void Answer(IReadOnlyList<EngineRequest> requests, Action<EngineAnswer> onAnswer, Action<GeneratedToken>? onToken, CancellationToken cancellation)
    {
        // A budget between two ratio tokens changes the model's rows while it is asked, so each has a call of its own.
        foreach (var same in Enumerable.Range(0, requests.Count).GroupBy(i => requests[i].Budget))
        {
            int[] places = [.. same];
            using var budget = same.Key is { } ratio ? new ContinuousBudget(model, engine, ratio) : null;
            AnswerTogether([.. places.Select(i => budget is null ? requests[i] : requests[i] with { Control = budget.Control })], answer => onAnswer(answer with { Request = places[answer.Request] }), onToken, cancellation);
        }
    }

    private void AnswerTogether(IReadOnlyList<EngineRequest> requests, Action<EngineAnswer> onAnswer, Action<GeneratedToken>? onToken, CancellationToken cancellation)
    {
        var parts = Parts(requests, onAnswer);
        var entropies = Entropies(requests, parts);
        var tokens = parts.Select(part => new List<int>?[part.Samples]).ToArray();
        engine.Generate([.. parts.Select(part => Generation(requests[part.Request], part))], Collect, cancellation);
        cancellation.ThrowIfCancellationRequested(); // a stopped engine returns what it had

        void Collect(GeneratedToken token)
        {
            if (token.FinishReason == FinishReason.Cancelled) return;
            onToken?.Invoke(token);
            var (part, ids) = (parts[token.Request], tokens[token.Request][token.Sample] ??= []);
            ids.Add(token.TokenId);
            if (token.FinishReason is not { } finish) return;
            tokens[token.Request][token.Sample] = null;
            var answer = new EngineAnswer(part.Request, requests[part.Request].Id, part.FirstSample + token.Sample) { ChoiceEntropy = entropies.TryGetValue(part.Request, out var entropy) ? entropy : null };
            onAnswer(AnswerReader.FromIds(answer, model.Format, [.. ids], finish));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in owned) part.Dispose();
    }

    private List<Part> Parts(IReadOnlyList<EngineRequest> requests, Action<EngineAnswer> onAnswer)
    {
        var parts = new List<Part>();
        for (var i = 0; i < requests.Count; i++)
        {
            var request = requests[i];
            var prompt = Array.Empty<int>();
            var error = "";
            try
            {
                prompt = model.Format.Prompt(request.Question, request.Control);
                if (prompt.Length + request.MaxNewTokens > model.Model.Config.MaxPositions)
                    error = $"a prompt of {prompt.Length} and {request.MaxNewTokens} new tokens exceed the model's {model.Model.Config.MaxPositions} positions";
            }
            catch (TokenizationException unknown)
            {
                error = unknown.Message;
            }
            if (error.Length > 0) for (var sample = 0; sample < request.Samples; sample++) onAnswer(new EngineAnswer(i, request.Id, sample) { Error = error });
            // A draw of the head for each sample makes each a part of its own.
            else if (AsksHead(request) && request.Temperature > 0) for (var sample = 0; sample < request.Samples; sample++) parts.Add(new(i, sample, 1, prompt));
            else parts.Add(new(i, 0, request.Samples, prompt));
        }
        return parts;
    }

    private bool AsksHead(EngineRequest request) => request.Control == ControlToken.Policy && request.Choice is null && request.Choices is null && model.Head is not null;

    // By request; only for those that ask for it, as it takes a pass over their prompts.
    private Dictionary<int, double> Entropies(IReadOnlyList<EngineRequest> requests, List<Part> parts)
    {
        var asking = parts.Select(part => part.Request).Distinct().Where(i => requests[i] is { TellsEntropy: true, Choice: null } request && request.Control == ControlToken.Policy).ToList();
        if (asking.Count == 0) return [];
        using var hidden = ControlPolicy.Hidden(model, [.. asking.Select(i => new MathProblem(requests[i].Id, requests[i].Question, "", 0))]); // [asking, d]
        return asking.Select((i, row) => (i, row)).ToDictionary(pair => pair.i, pair =>
        {
            using var own = hidden.narrow(0, pair.row, 1);
            return ControlPolicy.Entropy(model, own, AsksHead(requests[pair.i]) ? null : requests[pair.i].Choices ?? [.. Enumerable.Range(0, ControlToken.Ratios.Count)]);
        });
    }

    private GenerationRequest Generation(EngineRequest request, Part part) => new(part.Prompt, new SamplingOptions
    {
        Temperature = request.Temperature,
        TopP = request.TopP,
        MaxNewTokens = request.MaxNewTokens,
        StopTokens = model.EndIds,
        Seed = SeedOf(request, part),
        // The first token of a policy response is a choice among the five ratios, nothing else.
        AllowedFirstTokens = request.Control != ControlToken.Policy ? [] : request.Choices is { } choices ? [.. choices.Select(choice => model.Format.RatioIds[choice])] : model.Format.RatioIds,
        FirstToken = AsksHead(request) ? hidden => model.Format.RatioIds[model.Head!.Choose(hidden, request.Temperature > 0 ? SeededRandom.For(SeedOf(request, part), "choice") : null)] : null,
        ForcedTokens = request.Choice is { } ratio ? [model.Format.RatioIds[ratio]] : [],
    })
    { Samples = part.Samples };

    private static ulong SeedOf(EngineRequest request, Part part) => request.Seed + (ulong)part.FirstSample;

    /// <summary>Samples of a request that share prompt and random numbers' key.</summary>
    private sealed record Part(int Request, int FirstSample, int Samples, int[] Prompt);
}
