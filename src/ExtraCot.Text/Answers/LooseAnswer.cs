namespace ExtraCot.Text.Answers;

/// <summary>Answers nobody marked: a text that is nothing else, the last number, the last option letter.</summary>
internal static class LooseAnswer
{
    private static readonly string[] Delimiters = ["$", "\\(", "\\["];

    /// <summary>The text's span where it is an answer and nothing else.</summary>
    public static Range? Whole(string text) => AnswerChecker.IsAnswer(text) ? 0..text.Length : null;

    /// <summary>Whether a text without marks of math mode holds no words: a formula, however long and whether or not it can be parsed.</summary>
    public static bool IsFormula(string text)
    {
        if (Delimiters.Any(mark => text.Contains(mark, StringComparison.Ordinal))) return false;
        if (text.Contains('\n', StringComparison.Ordinal) && !text.StartsWith("\\begin", StringComparison.Ordinal)) return false;
        var symbols = false;
        for (var index = 0; index < text.Length; index++)
        {
            symbols |= char.IsAsciiDigit(text[index]) || text[index] is '\\' or '(' or '{' or '[' or '=' or '^';
            if (!char.IsLetter(text[index])) continue;
            var start = index;
            while (index < text.Length && char.IsLetter(text[index])) index++;
            var command = start > 0 && text[start - 1] == '\\' || text.AsSpan(0, start).EndsWith("\\begin{", StringComparison.Ordinal) || text.AsSpan(0, start).EndsWith("\\end{", StringComparison.Ordinal);
            if (!command && index - start > 1 && !Vocabulary.PlainCommands.Contains(text[start..index]) && text.AsSpan(start, index - start).ContainsAnyInRange('a', 'z')) return false;
            index--;
        }
        return symbols;
    }

    /// <summary>The first number in the text.</summary>
    public static Range? FirstNumber(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (IsDigit(text, index)) return NumberAround(text, index);
        }
        return null;
    }

    /// <summary>The last number in the text: digits with sign, point, thousands separators, a fraction stroke, a colon (ratios, times) or percent.</summary>
    public static Range? LastNumber(string text)
    {
        Range? last = null;
        for (var index = 0; index < text.Length; index++)
        {
            if (!IsDigit(text, index)) continue;
            last = NumberAround(text, index);
            index = last.Value.End.Value;
        }
        return last;
    }

    /// <summary>The last option letter: in brackets, behind "option" or "choice", or a capital on its own.</summary>
    public static Range? LastOption(string text)
    {
        for (var index = text.Length - 1; index >= 0; index--)
        {
            if (char.ToUpperInvariant(text[index]) is >= 'A' and <= 'J' && IsAlone(text, index) && IsMarked(text, index)) return index..(index + 1);
        }
        return null;
    }

    private static bool IsDigit(string text, int index) => char.IsAsciiDigit(text[index]);

    private static Range NumberAround(string text, int index)
    {
        var start = index;
        if (start > 0 && text[start - 1] == '.') start--;
        if (start > 0 && text[start - 1] is '-' or '−' && (start == 1 || !char.IsLetterOrDigit(text[start - 2]))) start--;
        var end = Digits(text, index);
        while (end + 1 < text.Length && text[end] is '/' or ':' && IsDigit(text, end + 1)) end = Digits(text, end + 1);
        if (end < text.Length && text[end] == '%') end++;
        else if (end + 1 < text.Length && text[end] == '\\' && text[end + 1] == '%') end += 2;
        return start..end;
    }

    private static int Digits(string text, int index)
    {
        while (index < text.Length)
        {
            if (IsDigit(text, index)) index++;
            else if (text[index] == '.' && index + 1 < text.Length && IsDigit(text, index + 1)) index++;
            else if (text[index] == ',' && HasGroup(text, index + 1)) index += 4;
            else break;
        }
        return index;
    }

    private static bool HasGroup(string text, int index) =>
        index + 3 <= text.Length && IsDigit(text, index) && IsDigit(text, index + 1) && IsDigit(text, index + 2)
        && (index + 3 == text.Length || !IsDigit(text, index + 3));

    private static bool IsAlone(string text, int index) =>
        (index == 0 || !char.IsLetterOrDigit(text[index - 1]) && text[index - 1] is not ('\'' or '’'))
        && (index + 1 == text.Length || !char.IsLetterOrDigit(text[index + 1]) && text[index + 1] is not ('\'' or '’'));

    private static bool IsMarked(string text, int index)
    {
        var before = text.AsSpan(0, index).TrimEnd(" :*_$");
        var after = text.AsSpan(index + 1).TrimStart("*_$");
        if (before.EndsWith("(", StringComparison.Ordinal) && after.StartsWith(")", StringComparison.Ordinal)) return true;
        if (before.EndsWith("option", StringComparison.OrdinalIgnoreCase) || before.EndsWith("choice", StringComparison.OrdinalIgnoreCase)) return true;
        // "A" and "I" on their own are words more often than options.
        return text[index] is >= 'B' and <= 'H' || text[index] == 'A' && after.TrimStart().TrimStart('.').IsWhiteSpace();
    }
}
