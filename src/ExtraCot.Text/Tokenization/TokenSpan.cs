namespace ExtraCot.Text.Tokenization;

/// <summary>One token of an encoded text and the half-open range of UTF-16 code units it came from.</summary>
/// <param name="Id">Token id, 0 … <see cref="ITokenizer.VocabularySize"/> − 1.</param>
/// <param name="Start">First UTF-16 index in the text given to the encoder.</param>
/// <param name="End">Index behind the last UTF-16 code unit; equal to <paramref name="Start"/> for a token without text.</param>
public readonly record struct TokenSpan(int Id, int Start, int End);
