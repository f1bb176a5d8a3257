namespace ExtraCot.Evaluation;

/// <summary>Some questions could not be answered, by no fault of the options: a server died, a network broke. What was answered is kept.</summary>
public sealed class EvaluationException(string message) : Exception(message);
