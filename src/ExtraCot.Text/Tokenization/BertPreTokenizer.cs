using System.Globalization;
using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>Words between white space; every punctuation mark is a piece of its own.</summary>
internal sealed class BertPreTokenizer : IPreTokenizer
{
    public (int Start, int End) Next(string text, int from)
    {
        while (from < text.Length && char.IsWhiteSpace(text[from])) from++;
        var at = from;
        foreach (var rune in text.AsSpan(from).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) break;
            if (IsPunctuation(rune))
            {
                if (at == from) at += rune.Utf16SequenceLength;
                break;
            }
            at += rune.Utf16SequenceLength;
        }
        return (from, at);
    }

    // ASCII symbols such as $ and + count as punctuation too.
    private static bool IsPunctuation(Rune rune) =>
        rune.IsAscii ? rune.Value > ' ' && rune.Value < 127 && !Rune.IsLetterOrDigit(rune) : Rune.GetUnicodeCategory(rune)
            is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;
}
