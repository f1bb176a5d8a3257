namespace ExtraCot.Text.Answers;

/// <summary>What the checker decided and why.</summary>
/// <param name="Equal">Whether the answer counts as the gold one.</param>
/// <param name="Rule">The rule that decided: one of the names in <see cref="VerdictRule"/>.</param>
/// <param name="Gold">The gold answer's canonical form.</param>
/// <param name="Answer">The given answer's canonical form; empty where nothing was found.</param>
/// <param name="Extracted">Where the answer came from; null when it was given as such.</param>
public sealed record Verdict(bool Equal, string Rule, string Gold, string Answer, ExtractedAnswer? Extracted = null);
