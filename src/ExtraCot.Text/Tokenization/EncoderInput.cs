namespace ExtraCot.Text.Tokenization;

/// <summary>One text or pair as an encoder model reads it.</summary>
/// <param name="Tokens">Ids with ranges; special tokens have the range [0, 0), the tokens of a second text count from its own start.</param>
/// <param name="TypeIds">Segment of each token (BERT: 0 for the first text, 1 for the second).</param>
public sealed record EncoderInput(TokenSpan[] Tokens, int[] TypeIds);
