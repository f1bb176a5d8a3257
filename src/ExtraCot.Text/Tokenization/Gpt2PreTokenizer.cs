using System.Text;
using static ExtraCot.Text.Tokenization.PieceScanner;

namespace ExtraCot.Text.Tokenization;

/// <summary>
/// GPT-2's splitting, also RoBERTa's and Longformer's:
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.
/// </summary>
/// <param name="addPrefixSpace">Put a blank before a text that has none, so that its first word is encoded like any other.</param>
internal sealed class Gpt2PreTokenizer(bool addPrefixSpace) : IPreTokenizer
{
    public AlignedText Prepare(AlignedText text) => addPrefixSpace && !text.Text.StartsWith(' ') ? text.Prepend(new Rune(' ')) : text;

    public (int Start, int End) Next(string text, int from)
    {
        var contraction = ContractionEnd(text, from, ignoreCase: false);
        if (contraction > from) return (from, contraction);
        var word = text.AsSpan(from).StartsWith(" ") ? from + 1 : from;
        var kind = At(text, word).Kind;
        if (kind is Kind.Letter or Kind.Number or Kind.Other) return (from, RunEnd(text, word, kind));
        return (from, BlankEnd(text, from));
    }
}
