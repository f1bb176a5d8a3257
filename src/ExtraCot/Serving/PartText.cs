using ExtraCot.Text.Tokenization;

namespace ExtraCot.Serving;

/// <summary>Text of one part of a growing answer, without the line breaks its format puts at its edges.</summary>
/// <param name="tokenizer">Its ids become text; ids beyond its vocabulary, free rows of the embedding, become none.</param>
/// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
/// <param name="trimsStart">Whether line breaks at its beginning are left out.</param>
/// <param name="trimsEnd">Whether line breaks at its end are left out.</param>
/// <param name="stops">Texts that end it.</param>
internal sealed class PartText(ITokenizer tokenizer, bool skipSpecialTokens, bool trimsStart, bool trimsEnd, IReadOnlyList<string> stops)
{
    private readonly StreamingDecoder decoder = new(tokenizer, skipSpecialTokens);
    private readonly StopFilter stop = new(stops);
    private string breaks = ""; // line breaks that stand at the end so far
    private bool begun = !trimsStart;

    /// <value>Whether one of the texts that end it was found.</value>
    public bool Stopped => stop.Matched is not null;

    /// <summary>What the next token makes certain.</summary>
    public string Push(int id) => id < tokenizer.VocabularySize ? stop.Push(Trim(decoder.Push(id))) : "";

    /// <summary>The rest, when the part has ended.</summary>
    public string Flush() => stop.Push(Trim(decoder.Flush())) + stop.Flush();

    private string Trim(string text)
    {
        if (!begun) text = text.TrimStart('\n');
        begun |= text.Length > 0;
        if (!trimsEnd) return text;
        text = breaks + text;
        var kept = text.TrimEnd('\n');
        breaks = text[kept.Length..];
        return kept;
    }
}
