namespace ExtraCot.Text.Tokenization;

/// <summary>A text or a tokenizer file that cannot be tokenized; the message says what was found and what to do.</summary>
public sealed class TokenizationException(string message, Exception? inner = null) : InputException(message, inner);
