using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>SentencePiece's blanks: each is written as a mark, usually ▁, that begins a piece.</summary>
/// <param name="mark">The mark.</param>
/// <param name="prepend">Whether a text without a blank before it gets a mark, which decoding takes off again.</param>
internal sealed class Metaspace(char mark, bool prepend) : IPreTokenizer, ITokenDecoder
{
    public AlignedText Prepare(AlignedText text)
    {
        var marked = text.Rewrite((builder, rune, start, end) => builder.Append(rune.Value == ' ' ? new Rune(mark) : rune, start, end));
        return prepend && !marked.Text.StartsWith(mark) ? marked.Prepend(new Rune(mark)) : marked;
    }

    public (int Start, int End) Next(string text, int from)
    {
        var next = text.IndexOf(mark, from + 1);
        return (from, next < 0 ? text.Length : next);
    }

    public string Decode(IReadOnlyList<string> tokens) =>
        string.Concat(tokens.Select((token, i) => i == 0 && prepend ? token.Replace(mark.ToString(), "", StringComparison.Ordinal) : token.Replace(mark, ' ')));
}
