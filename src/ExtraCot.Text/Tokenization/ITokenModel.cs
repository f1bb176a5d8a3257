namespace ExtraCot.Text.Tokenization;

/// <summary>Turns one piece into tokens; immutable after loading, or its caches are safe for concurrent use.</summary>
internal interface ITokenModel
{
    /// <value>The vocabulary, added tokens included as far as the file lists them in the model.</value>
    IReadOnlyDictionary<string, int> Vocabulary { get; }

    /// <summary>The piece's tokens; ranges are UTF-16 positions in the piece.</summary>
    ReadOnlySpan<TokenSpan> Encode(ReadOnlySpan<char> piece);
}
