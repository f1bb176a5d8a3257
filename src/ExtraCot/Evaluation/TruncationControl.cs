namespace ExtraCot.Evaluation;

/// <summary>
/// What simply cutting the base model off achieves: every response is stopped at one token limit, chosen so that the mean think tokens are those of
/// the mode it stands beside. A response that the limit cuts is wrong. It needs no generation: a limit leaves the tokens before it as they are.
/// </summary>
/// <param name="Limit">The limit on tokens of a response.</param>
/// <param name="ThinkTokens">Mean think tokens under it.</param>
/// <param name="Accuracy">Share of right answers under it.</param>
public sealed record TruncationControl(int Limit, double ThinkTokens, double Accuracy)
{
    /// <summary>The limit that gives a mean number of think tokens.</summary>
    /// <param name="basis">The base model's responses.</param>
    /// <param name="tokens">Mean think tokens to reach.</param>
    public static TruncationControl Of(ModeResult basis, double tokens)
    {
        var responses = basis.Responses.ToList();
        int low = 0, high = responses.Max(response => response.Tokens);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (Mean(middle) >= tokens) high = middle;
            else low = middle + 1;
        }
        return new(low, Mean(low), responses.Average(response => response.Right && response.Tokens <= low ? 1.0 : 0.0));

        double Mean(int limit) => responses.Average(response => (double)Math.Min(response.ThinkTokens, limit));
    }
}
