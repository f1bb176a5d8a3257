namespace ExtraCot.SftData;

/// <summary>A thought cut to a ratio.</summary>
/// <param name="Ratio">The ratio it stands for: asked for after compression, that of the grid after re-bucketing.</param>
/// <param name="Text">What is left.</param>
/// <param name="Tokens">Its tokens in the student's tokenizer.</param>
/// <param name="ActualRatio">Its tokens over those of the whole thought.</param>
internal sealed record Cut(double Ratio, string Text, int Tokens, double ActualRatio);
