namespace ExtraCot.Text.Tokenization;

/// <summary>
/// Text of a growing token sequence up to the first of some stop strings, piece by piece; what may be the beginning of one is held back.
/// </summary>
/// <param name="tokenizer">Decodes the ids.</param>
/// <param name="stopStrings">Texts that end the sequence; the text before the earliest is all that comes out. An empty one is ignored.</param>
/// <param name="skipSpecialTokens">Whether special tokens are left out of the text.</param>
/// <remarks>One instance a sequence; not safe for concurrent use.</remarks>
public sealed class StopStringDecoder(ITokenizer tokenizer, IReadOnlyList<string> stopStrings, bool skipSpecialTokens = false)
{
    private readonly StreamingDecoder decoder = new(tokenizer, skipSpecialTokens);
    private readonly StopFilter filter = new(stopStrings);

    /// <value>The stop string that was met, or null.</value>
    public string? Matched => filter.Matched;

    /// <summary>Takes the next id and returns the text that is now certain, possibly none; none at all behind a stop string.</summary>
    /// <param name="id">An id the tokenizer has no token for (a free row of the embedding) counts as no text.</param>
    public string Push(int id) => id < tokenizer.VocabularySize ? filter.Push(decoder.Push(id)) : "";

    /// <summary>The rest of a sequence that ended by itself.</summary>
    public string Flush() => filter.Push(decoder.Flush()) + filter.Flush();
}
