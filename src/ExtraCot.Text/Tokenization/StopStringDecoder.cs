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
    private readonly string[] stops = [.. stopStrings.Where(stop => stop.Length > 0)];
    private string held = "";

    /// <value>The stop string that was met, or null.</value>
    public string? Matched { get; private set; }

    /// <summary>Takes the next id and returns the text that is now certain, possibly none; none at all behind a stop string.</summary>
    /// <param name="id">An id the tokenizer has no token for (a free row of the embedding) counts as no text.</param>
    public string Push(int id) => id < tokenizer.VocabularySize ? Take(decoder.Push(id)) : "";

    /// <summary>The rest of a sequence that ended by itself.</summary>
    public string Flush()
    {
        var text = Take(decoder.Flush()) + held;
        held = "";
        return text;
    }

    private string Take(string text)
    {
        if (Matched is not null) return "";
        held += text;
        var end = held.Length;
        foreach (var stop in stops)
        {
            var at = held.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && at < end) (end, Matched) = (at, stop);
        }
        if (Matched is null) end = held.Length - stops.Select(Pending).DefaultIfEmpty(0).Max();
        var certain = held[..end];
        held = Matched is null ? held[end..] : "";
        return certain;
    }

    /// <summary>Length of the longest end of the held text that a stop string begins with.</summary>
    private int Pending(string stop)
    {
        var length = Math.Min(stop.Length - 1, held.Length);
        while (length > 0 && !held.AsSpan(held.Length - length).SequenceEqual(stop.AsSpan(0, length))) length--;
        return length;
    }
}
