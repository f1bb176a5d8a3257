namespace ExtraCot.Compression;

/// <summary>One line of a file of traces.</summary>
/// <param name="Number">Line number from 1.</param>
/// <param name="End">Bytes of the file up to the end of the line.</param>
/// <param name="Trace">What it holds; null when it cannot be used.</param>
/// <param name="Error">Why it cannot be used, with file and line; null when it can.</param>
public readonly record struct TraceLine(int Number, long End, Trace? Trace, string? Error);
