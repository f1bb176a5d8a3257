namespace ExtraCot.Text.Tokenization;

/// <summary>Text of a growing token sequence, piece by piece; together the pieces are what decoding the whole sequence gives.</summary>
/// <param name="tokenizer">Decodes the ids.</param>
/// <param name="skipSpecialTokens">Whether special tokens are left out of the text.</param>
/// <remarks>One instance a sequence; not safe for concurrent use.</remarks>
public sealed class StreamingDecoder(ITokenizer tokenizer, bool skipSpecialTokens = false)
{
    private const char Incomplete = '\uFFFD';

    // The ids since the last character boundary, behind the ones before it: decoders treat a text's first token in their own way.
    private readonly List<int> window = [];
    private int emitted; // leading characters of the window's text that are out already

    /// <summary>Takes the next id and returns the text that is now certain, possibly none; never half a character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary; the decoder is unchanged.</exception>
    public string Push(int id)
    {
        var text = tokenizer.Decode([.. window, id], skipSpecialTokens);
        window.Add(id);
        // A trailing U+FFFD may be the beginning of a character whose other bytes are still to come.
        if (text.EndsWith(Incomplete)) return Emit(text, text.Length - 1);
        var certain = Emit(text, text.Length);
        if (certain.Length > 0) KeepLast(id);
        return certain;
    }

    /// <summary>The rest: what has been held back of an unfinished character, as U+FFFD. The decoder is as new afterwards.</summary>
    public string Flush()
    {
        var text = tokenizer.Decode([.. window], skipSpecialTokens);
        var rest = Emit(text, text.Length);
        window.Clear();
        emitted = 0;
        return rest;
    }

    private string Emit(string text, int upTo)
    {
        if (upTo <= emitted) return "";
        var certain = text[emitted..upTo];
        emitted = upTo;
        return certain;
    }

    private void KeepLast(int id)
    {
        window.Clear();
        window.Add(id);
        emitted = tokenizer.Decode([id], skipSpecialTokens).Length;
    }
}
