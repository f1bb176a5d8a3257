namespace ExtraCot.Reporting;

/// <summary>A stretch of a text.</summary>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="End">One past the last.</param>
public readonly record struct TextRange(int Start, int End);
