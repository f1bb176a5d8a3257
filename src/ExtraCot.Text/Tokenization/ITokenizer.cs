namespace ExtraCot.Text.Tokenization;

/// <summary>Text to token ids and back, as a Hugging Face <c>tokenizer.json</c> describes it.</summary>
/// <remarks>Implementations are immutable and safe to use from several threads at once.</remarks>
public interface ITokenizer
{
    /// <value>Number of ids in use, added tokens included: ids are 0 … VocabularySize − 1.</value>
    int VocabularySize { get; }

    /// <summary>Encodes untrusted text: no added token (control, chat, special) is ever matched in it.</summary>
    /// <exception cref="TokenizationException">A piece of the text has no token (word-level vocabularies without an unknown token).</exception>
    int[] Encode(string text);

    /// <summary>As <see cref="Encode"/>, with the UTF-16 range each token came from.</summary>
    TokenSpan[] EncodeWithOffsets(string text);

    /// <summary>Encodes text the project itself rendered (templates, control tokens): added tokens are matched.</summary>
    int[] EncodeTrusted(string text);

    /// <summary>Ids back to text; bytes that form no character become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false);

    /// <summary>The id of a vocabulary entry or added token written exactly so, or null.</summary>
    int? TokenToId(string token);

    /// <summary>The vocabulary entry or added token with this id, as the file writes it.</summary>
    string IdToToken(int id);
}
