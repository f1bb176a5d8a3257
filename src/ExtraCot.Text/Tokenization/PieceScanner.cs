using System.Buffers;
using System.Globalization;
using System.Text;

namespace ExtraCot.Text.Tokenization;

/// <summary>Character classes of the byte-level splitting expressions, over code points: .NET's own expressions see surrogates instead.</summary>
internal static class PieceScanner
{
    public enum Kind { End, Letter, Number, Blank, Other }

    /// <summary>Class and width of the character at an index; <see cref="Kind.End"/> behind the text.</summary>
    public static (Kind Kind, int Width) At(string text, int index)
    {
        if (index >= text.Length) return (Kind.End, 0);
        if (Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var width) != OperationStatus.Done) return (Kind.Other, width);
        if (Rune.IsWhiteSpace(rune)) return (Kind.Blank, width);
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => (Kind.Letter, width),
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => (Kind.Number, width),
            _ => (Kind.Other, width),
        };
    }

    /// <summary>The index behind a run of characters of one class.</summary>
    public static int RunEnd(string text, int from, Kind kind)
    {
        for (var (at, next) = (from, At(text, from)); ; next = At(text, at))
        {
            if (next.Kind != kind) return at;
            at += next.Width;
        }
    }

    /// <summary>The index behind 's, 't, 're, 've, 'm, 'll or 'd, or <paramref name="from"/> when none stands there.</summary>
    public static int ContractionEnd(string text, int from, bool ignoreCase)
    {
        if (from + 1 >= text.Length || text[from] != '\'') return from;
        var (first, second) = (Fold(text[from + 1]), from + 2 < text.Length ? Fold(text[from + 2]) : '\0');
        if (first is 's' or 't' or 'm' or 'd') return from + 2;
        return (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? from + 3 : from;

        char Fold(char c) => !ignoreCase ? c : c == 'ſ' ? 's' : char.ToLowerInvariant(c); // the long s folds to s
    }

    /// <summary>
    /// The end of white space by <c>\s+(?!\S)|\s+</c>: a run before other characters leaves its last character to them.
    /// </summary>
    public static int BlankEnd(string text, int from)
    {
        var end = RunEnd(text, from, Kind.Blank);
        return end < text.Length && end - from > 1 ? end - 1 : end; // every white-space character is one UTF-16 unit
    }
}
