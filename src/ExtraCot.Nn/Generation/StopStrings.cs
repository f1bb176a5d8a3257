using ExtraCot.Text.Tokenization;

namespace ExtraCot.Nn.Generation;

/// <summary>Texts that end a sample when they appear in its decoded tokens.</summary>
/// <param name="Tokenizer">Decodes the tokens.</param>
/// <param name="Texts">The earliest to appear ends the sample.</param>
public sealed record StopStrings(ITokenizer Tokenizer, IReadOnlyList<string> Texts);
