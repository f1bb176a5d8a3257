namespace ExtraCot.Engines;

/// <summary>What <c>extracot generate</c> did.</summary>
/// <param name="Answers">Lines of the output.</param>
/// <param name="Failed">Answers that are missing because their requests failed.</param>
/// <param name="WellFormed">Answers of this process with one closed thought, finished, without stray control token.</param>
/// <param name="Truncated">Answers of this process cut at the token limit.</param>
/// <param name="Tokens">Tokens of thoughts and visible parts this process counted; 0 where nobody could.</param>
public sealed record GenerateSummary(int Answers, int Failed, int WellFormed, int Truncated, long Tokens);
