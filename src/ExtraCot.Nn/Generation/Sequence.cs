namespace ExtraCot.Nn.Generation;

/// <summary>One sample on its way: the tokens chosen so far and where its result goes.</summary>
internal sealed class Sequence(int requestIndex, int sample, GenerationRequest request)
{
    private readonly List<int> tokens = [];
    private readonly List<float> logProbabilities = [];

    internal GenerationRequest Request => request;
    internal int RequestIndex => requestIndex;
    internal int Sample => sample;
    internal int Count => tokens.Count;
    internal int LastToken => tokens[^1];

    /// <summary>Prompt and answer so far.</summary>
    internal IEnumerable<int> History => request.PromptTokens.Concat(tokens);

    /// <summary>Positions in the cache before the next step: all tokens but the last, which is that step's input.</summary>
    internal int CachedLength => request.PromptTokens.Count + tokens.Count - 1;

    /// <summary>Null while the sample goes on.</summary>
    internal FinishReason? Finish { get; private set; }

    internal GenerationResult Result => new(tokens, logProbabilities, Finish ?? FinishReason.Cancelled);

    internal void Append(int token, float logProbability)
    {
        tokens.Add(token);
        if (request.Options.LogProbabilities) logProbabilities.Add(logProbability);
        if (request.Options.StopTokens.Contains(token)) Finish = FinishReason.Stop;
        else if (tokens.Count == request.Options.MaxNewTokens) Finish = FinishReason.Length;
    }

    internal void Cancel() => Finish = FinishReason.Cancelled;
}
