namespace ExtraCot.Remote;

/// <summary>What requests used.</summary>
/// <param name="Requests">Answered requests.</param>
/// <param name="Retries">Tries that had to be repeated.</param>
/// <param name="PromptTokens">Tokens read.</param>
/// <param name="CompletionTokens">Tokens generated, thoughts included.</param>
/// <param name="ReasoningTokens">Tokens of thoughts among them, where the endpoint tells them apart.</param>
/// <param name="Cost">Price of all by <see cref="RemoteOptions"/>.</param>
public sealed record RemoteUsage(long Requests = 0, long Retries = 0, long PromptTokens = 0, long CompletionTokens = 0, long ReasoningTokens = 0, double Cost = 0)
{
    /// <summary>The sum of both.</summary>
    public static RemoteUsage operator +(RemoteUsage a, RemoteUsage b) => Add(a, b);

    /// <summary>The sum of both.</summary>
    public static RemoteUsage Add(RemoteUsage left, RemoteUsage right) => new(left.Requests + right.Requests, left.Retries + right.Retries,
        left.PromptTokens + right.PromptTokens, left.CompletionTokens + right.CompletionTokens, left.ReasoningTokens + right.ReasoningTokens, left.Cost + right.Cost);
}
