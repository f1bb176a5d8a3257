using ExtraCot.Reporting;

namespace ExtraCot.Evaluation;

/// <summary>Predictions judged anew.</summary>
/// <param name="Summary">The figures.</param>
/// <param name="Responses">Number of responses.</param>
/// <param name="CheckerTime">Time spent in the verifier.</param>
public sealed record ScoreResult(EvaluationSummary Summary, int Responses, TimeSpan CheckerTime);
