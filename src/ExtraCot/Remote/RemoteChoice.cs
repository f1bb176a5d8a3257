namespace ExtraCot.Remote;

/// <summary>One answer of an endpoint.</summary>
/// <param name="Index">Its place among the request's choices.</param>
/// <param name="Text">The text; of a chat message its content.</param>
/// <param name="Reasoning">The thought where the endpoint hands it over on its own; null where it does not.</param>
/// <param name="FinishReason">"stop", "length" or another word of the endpoint; null where it gives none.</param>
/// <param name="TokenIds">Generated ids; null where the endpoint does not tell them.</param>
/// <param name="Logprobs">Of a completion each token's text and log p (null at a prompt's first); null where not asked for or not told.</param>
public sealed record RemoteChoice(
    int Index, string Text, string? Reasoning, string? FinishReason, IReadOnlyList<int>? TokenIds, IReadOnlyList<(string Text, double? Logprob)>? Logprobs = null);
