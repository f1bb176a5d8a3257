using System.Globalization;
using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>BERT's cleaning: no control characters, plain blanks, ideographs set apart, optionally no accents and lower case.</summary>
internal sealed class BertNormalizer(bool cleanText, bool separateIdeographs, bool stripAccents, bool lowercase) : INormalizer
{
    private static readonly (int First, int Last)[] Ideographs =
    [
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF),
        (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
    ];

    private readonly UnicodeNormalizer decomposition = new(compatible: false, compose: false);

    public AlignedText Normalize(AlignedText text)
    {
        text = text.Rewrite(Clean);
        if (stripAccents) text = decomposition.Normalize(text);
        return stripAccents || lowercase ? text.Rewrite(Simplify) : text;
    }

    private void Clean(AlignedTextBuilder builder, Rune rune, int start, int end)
    {
        if (cleanText && IsDropped(rune)) return;
        if (cleanText && Rune.IsWhiteSpace(rune)) rune = new Rune(' ');
        var apart = separateIdeographs && Array.Exists(Ideographs, range => rune.Value >= range.First && rune.Value <= range.Last);
        if (apart) builder.Append(new Rune(' '), start, end);
        builder.Append(rune, start, end);
        if (apart) builder.Append(new Rune(' '), start, end);
    }

    private void Simplify(AlignedTextBuilder builder, Rune rune, int start, int end)
    {
        if (stripAccents && Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) return;
        builder.Append(lowercase ? Rune.ToLowerInvariant(rune) : rune, start, end);
    }

    private static bool IsDropped(Rune rune) =>
        rune.Value is 0xFFFD || (rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
