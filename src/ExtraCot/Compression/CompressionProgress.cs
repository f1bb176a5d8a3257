namespace ExtraCot.Compression;

/// <summary>How far a job is.</summary>
/// <param name="Done">Traces compressed, those of a run before included.</param>
/// <param name="Bad">Lines that could not be used.</param>
/// <param name="Missed">Ratios that could not be met.</param>
/// <param name="Tokens">Tokens compressed by this run.</param>
/// <param name="Share">Share of the input that is done, 0 … 1.</param>
public readonly record struct CompressionProgress(int Done, int Bad, int Missed, long Tokens, double Share);
