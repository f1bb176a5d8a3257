namespace ExtraCot.Compression;

/// <summary>One thought at several ratios.</summary>
/// <param name="Tokens">Tokens of the whole thought in the student's tokenizer.</param>
/// <param name="Ratios">One result for each ratio, in the order asked.</param>
public sealed record CompressedThoughts(int Tokens, IReadOnlyList<ThoughtAtRatio> Ratios);
