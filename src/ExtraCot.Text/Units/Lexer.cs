using System.Globalization;
using System.Text;

namespace ExtraCot.Text.Units;

/// <summary>One left-to-right scan that cuts a text into lexemes; white space between them is in none.</summary>
internal sealed class Lexer(string text)
{
    private readonly DelimitedSpans spans = new(text);
    private readonly List<Lexeme> lexemes = [];

    /// <summary>All lexemes in order.</summary>
    public static List<Lexeme> Scan(string text) => new Lexer(text).Run();

    private List<Lexeme> Run()
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var lexeme = Next(at);
            lexemes.Add(lexeme);
            at = lexeme.End;
        }
        return lexemes;
    }

    private Lexeme Next(int at)
    {
        var c = text[at];
        if (c is '$' or '\\') return spans.Formula(at) is { } end ? new(at, end, LexemeKind.Formula) : c == '$' ? Dollar(at) : Backslash(at);
        if (c == '`' && spans.Code(at) is { } codeEnd)
            return new(at, codeEnd, text.AsSpan(at).StartsWith("```math") ? LexemeKind.Formula : LexemeKind.Code);
        if (c == '∞') return new(at, at + 1, LexemeKind.Variable);
        if (c == '|' && Magnitude(at) is { } magnitudeEnd) return new(at, magnitudeEnd, LexemeKind.Variable);
        if (!Rune.TryGetRuneAt(text, at, out var rune)) return new(at, at + 1, LexemeKind.Mark); // a lone surrogate
        if (IsIdeograph(rune)) return new(at, at + rune.Utf16SequenceLength, LexemeKind.Ideograph);
        if (Rune.IsDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNumber) return Number(at);
        return Rune.IsLetter(rune) ? Letters(at) : Sign(at, rune);
    }

    // A price: the dollar and its number are one word.
    private Lexeme Dollar(int at)
    {
        var end = at + 1;
        if (end < text.Length && text[end] == '$') return new(at, end + 1, LexemeKind.Mark);
        return end < text.Length && char.IsAsciiDigit(text[end]) ? new(at, NumberEnd(end), LexemeKind.Word) : new(at, end, LexemeKind.Mark);
    }

    private Lexeme Backslash(int at)
    {
        var end = at + 1;
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        if (end == at + 1)
        {
            if (end == text.Length || char.IsWhiteSpace(text[end])) return new(at, end, LexemeKind.Mark);
            if (text[end] == '$' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])) return new(at, NumberEnd(end + 1), LexemeKind.Word);
            return new(at, end + Width(end), LexemeKind.Mark);
        }
        while (end < text.Length && text[end] == '{' && spans.Braces(end) is { } group) end = group;
        var boxed = text.AsSpan(at).StartsWith(@"\boxed{") && end > at + @"\boxed".Length;
        return new(at, end, boxed ? LexemeKind.Formula : LexemeKind.Variable);
    }

    // |x - 1|, but not the bars of a table, which stand apart from their text.
    private int? Magnitude(int at)
    {
        const int Longest = 40;
        var body = text.AsSpan(at + 1, Math.Min(Longest, text.Length - at - 1));
        var length = body.IndexOf('|');
        if (length <= 0 || char.IsWhiteSpace(body[0]) || char.IsWhiteSpace(body[length - 1])) return null;
        body = body[..length];
        return body.Contains('\n') || Currency.ProseWords(body) > 0 ? null : at + length + 2;
    }

    private Lexeme Number(int at)
    {
        var digits = NumberEnd(at);
        var end = digits;
        while (end < text.Length && IsWordPart(end) && !(char.IsSurrogate(text[end]) || IsIdeograph(new Rune(text[end])))) end++;
        var suffix = text.AsSpan(digits, end - digits);
        if (suffix.Length > 0 && Index(end) is { } indexEnd) return new(at, indexEnd, LexemeKind.Number);
        if (suffix.Length > 0 && end + 1 < text.Length && text[end] == '-' && char.IsLetter(text[end + 1])) return Hyphenated(at, end);
        if (suffix.IsEmpty && end + 2 < text.Length && text[end] == '-' && char.IsLetter(text[end + 1]) && char.IsLetter(text[end + 2])) return Hyphenated(at, end);
        if (end < text.Length && text[end] == '%') return new(at, end + 1, LexemeKind.Number);
        var ordinal = suffix is "st" or "nd" or "rd" or "th";
        return new(at, end, ordinal || Currency.ProseWords(suffix) > 0 && suffix.Length > 2 ? LexemeKind.Word : LexemeKind.Number);
    }

    private int NumberEnd(int at)
    {
        for (; at < text.Length; at++)
        {
            if (char.IsDigit(text[at]) || char.GetUnicodeCategory(text[at]) == UnicodeCategory.OtherNumber) continue;
            var digitNext = at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);
            if (text[at] == '.' && digitNext) continue;
            if (text[at] == ',' && IsGroup(at + 1)) continue;
            break;
        }
        return at;
    }

    private bool IsGroup(int at)
    {
        if (at + 3 > text.Length || (at + 3 < text.Length && char.IsAsciiDigit(text[at + 3]))) return false;
        return char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]);
    }

    private Lexeme Letters(int at)
    {
        var end = WordEnd(at);
        var word = text.AsSpan(at, end - at);
        var letters = 0;
        while (letters < word.Length && char.IsLetter(word[letters])) letters++;
        if (word is "mod") return new(at, end, LexemeKind.Operator);
        var underscore = word.IndexOf('_');
        var function = MathWords.IsFunction(underscore < 0 ? word : word[..underscore]);
        if (Index(end) is { } indexEnd) return new(at, indexEnd, function ? LexemeKind.Function : LexemeKind.Variable);
        if (function) return new(at, end, LexemeKind.Function);
        if (Primes(at, end) is { } primesEnd) return new(at, primesEnd, LexemeKind.Function);
        if (Joins(end)) return Hyphenated(at, end);
        var variable = letters <= 1 || word.Contains('_') || (letters <= 2 && letters < word.Length && !word.Contains('\'') && !word.Contains('’'));
        return new(at, end, variable ? LexemeKind.Variable : LexemeKind.Word);

        // "well-known", "km/h", "x-axis": a sign between letters joins words unless both sides are single letters.
        bool Joins(int sign) => sign + 1 < text.Length && text[sign] is '-' or '/' && char.IsLetter(text[sign + 1])
            && (letters > 1 || WordEnd(sign + 1) - sign > 2);
    }

    // a_{n+1}, lim_{x→0}
    private int? Index(int at)
    {
        const int Longest = 40;
        return at + 1 < text.Length && text[at] == '_' && text[at + 1] == '{' && spans.Braces(at + 1) is { } end && end - at <= Longest ? end : null;
    }

    // f'(x), y'' + y = 0, but not the quoted 'x'.
    private int? Primes(int at, int end)
    {
        if (end - at != 1 || (at > 0 && text[at - 1] is '\'' or '‘')) return null;
        var primes = end;
        while (primes < text.Length && text[primes] == '\'' && primes - end < 3) primes++;
        return primes > end ? primes : null;
    }

    private Lexeme Hyphenated(int at, int end)
    {
        while (end + 1 < text.Length && text[end] is '-' or '/' && char.IsLetterOrDigit(text[end + 1])) end = WordEnd(end + 1);
        return new(at, end, LexemeKind.Word);
    }

    private int WordEnd(int at)
    {
        while (at < text.Length)
        {
            var apostrophe = text[at] is '\'' or '’' && at + 1 < text.Length && char.IsLetter(text[at + 1]);
            if (!apostrophe && !IsWordPart(at)) break;
            at += Width(at);
        }
        return at;
    }

    private bool IsWordPart(int at)
    {
        if (text[at] == '_') return at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]);
        if (!Rune.TryGetRuneAt(text, at, out var rune) || IsIdeograph(rune)) return false;
        return Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            || text[at] is '⁻' or '⁺' or '′';
    }

    private Lexeme Sign(int at, Rune rune)
    {
        var kind = rune.IsBmp ? MathWords.Sign(text[at]) : LexemeKind.Mark;
        if (kind is LexemeKind.Open or LexemeKind.Close) return new(at, at + 1, kind);
        if (text[at] == '<' && TagEnd(at) is { } tag) return new(at, tag, LexemeKind.Mark);
        var two = text.AsSpan(at, Math.Min(2, text.Length - at));
        if (two is "<=" or ">=" or "==" or "!=" or ":=") return new(at, at + 2, LexemeKind.Relation);
        if (two is "=>" or "->" or "<-") return new(at, at + 2, LexemeKind.Mark);
        if (two is "**") kind = LexemeKind.Mark;
        var end = at + rune.Utf16SequenceLength;
        while (rune.IsBmp && end < text.Length && text[end] == text[at]) end++; // "...", "**", "---"
        return new(at, end, end - at > 1 && kind != LexemeKind.Comma ? LexemeKind.Mark : kind);
    }

    // <think>, </b>: a mark, not a comparison.
    private int? TagEnd(int at)
    {
        var end = at + 1;
        if (end < text.Length && text[end] == '/') end++;
        var name = end;
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        return end > name && end < text.Length && text[end] == '>' ? end + 1 : null;
    }

    private int Width(int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;

    private static bool IsIdeograph(Rune rune) => rune.Value is >= 0x2E80 and <= 0x2FDF or >= 0x3005 and <= 0x3007 or >= 0x3040 and <= 0x30FF
        or >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;
}
