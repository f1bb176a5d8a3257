using ExtraCot.Text.Tokenization;

namespace ExtraCot.Nn.Generation;

/// <summary>One sample on its way: the tokens chosen so far.</summary>
internal sealed class Sequence(Submission submission, int sample)
{
    private readonly List<int> tokens = [];
    private readonly List<float> logProbabilities = [];
    private readonly List<IReadOnlyList<TokenLogProbability>> alternatives = [];
    private readonly StopStringDecoder? text = submission.Request.Options.StopStrings is { } stops ? new(stops.Tokenizer, stops.Texts) : null;

    internal Submission Submission => submission;
    internal GenerationRequest Request => submission.Request;
    internal int Sample => sample;
    internal int Count => tokens.Count;

    /// <summary>Tokens the answer must begin with.</summary>
    internal IReadOnlyList<int> Forced { get; private set; } = submission.Request.Options.ForcedTokens;

    internal int LastToken => tokens[^1];

    /// <summary>Prompt and answer so far.</summary>
    internal IEnumerable<int> History => Request.PromptTokens.Concat(tokens);

    /// <summary>Positions in the cache before the next step: all tokens but the last, which is that step's input.</summary>
    internal int CachedLength => Request.PromptTokens.Count + tokens.Count - 1;

    /// <summary>Null while the sample goes on.</summary>
    internal FinishReason? Finish { get; private set; }

    internal GenerationResult Result => new(tokens, logProbabilities, Finish ?? FinishReason.Cancelled)
    {
        TopLogProbabilities = alternatives,
        StopString = text?.Matched,
    };

    /// <summary>What to report: the latest token, or the cancellation.</summary>
    internal GeneratedToken Latest => Finish == FinishReason.Cancelled
        ? new(submission.Index, sample, -1, Finish)
        : new(submission.Index, sample, LastToken, Finish)
        {
            LogProbability = logProbabilities.LastOrDefault(),
            TopLogProbabilities = alternatives.Count > 0 ? alternatives[^1] : [],
        };

    /// <summary>Lets the request choose its first token by the prompt's final hidden state; does nothing for one that is cancelled.</summary>
    internal void Begin(ReadOnlySpan<float> promptHidden)
    {
        if (Request.Options.FirstToken is { } choose && !submission.IsCancelled) Forced = [choose(promptHidden), .. Forced];
    }

    internal void Append(ChosenToken chosen)
    {
        tokens.Add(chosen.TokenId);
        if (Request.Options.ReturnsLogProbabilities) logProbabilities.Add(chosen.LogProbability);
        if (Request.Options.TopLogProbabilities > 0) alternatives.Add(chosen.Alternatives);
        text?.Push(chosen.TokenId);
        if (Request.Options.StopTokens.Contains(chosen.TokenId) || text?.Matched is not null) Finish = FinishReason.Stop;
        else if (tokens.Count == Request.Options.MaxNewTokens) Finish = FinishReason.Length;
    }

    internal void Cancel() => Finish = FinishReason.Cancelled;
}
