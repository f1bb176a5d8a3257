namespace ExtraCot.Data;

/// <summary>One line of a file of questions.</summary>
/// <param name="Number">Line number from 1.</param>
/// <param name="Record">What it holds; null when it cannot be used.</param>
/// <param name="Error">Why it cannot be used, with file and line; null when it can.</param>
public readonly record struct QuestionLine(int Number, QuestionRecord? Record, string? Error);
