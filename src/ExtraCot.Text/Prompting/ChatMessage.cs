namespace ExtraCot.Text.Prompting;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">"system", "user" or "assistant".</param>
/// <param name="Content">Its text; an assistant's may begin with a thought between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>.</param>
/// <param name="ReasoningContent">An assistant's thought handed over on its own, or null to take it from the content.</param>
public sealed record ChatMessage(string Role, string Content, string? ReasoningContent = null);
