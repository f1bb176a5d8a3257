namespace ExtraCot.Compression;

/// <summary>A thought cut to one ratio.</summary>
/// <param name="Ratio">The ratio asked for, in (0, 1].</param>
/// <param name="Text">What was kept, as readable text.</param>
/// <param name="Tokens">Tokens of <paramref name="Text"/> in the student's tokenizer.</param>
/// <param name="ActualRatio"><paramref name="Tokens"/> over the tokens of the whole thought.</param>
/// <param name="Kept">Half-open UTF-16 ranges of the thought that were kept, in order and apart.</param>
/// <param name="Note">Why the ratio could not be met, or null when it was.</param>
public sealed record ThoughtAtRatio(
    double Ratio, string Text, int Tokens, double ActualRatio, IReadOnlyList<(int Start, int End)> Kept, string? Note);
