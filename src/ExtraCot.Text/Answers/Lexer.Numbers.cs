using System.Text;

namespace ExtraCot.Text.Answers;

internal sealed partial class Lexer
{
    private static readonly string[] Separators = ["{,}", ",\\!", "\\,", "\\ ", "\\;", "~", " ", ","];
    private static readonly string[] Periods = ["\\overline", "\\bar", "\\dot"];
    private static readonly string[] Ellipses = ["...", "\\ldots", "\\dots", "\\cdots"];

    private void Number()
    {
        if (Numeral(index)) return;
        var digits = new StringBuilder();
        Digits(digits);
        Groups(digits);
        if (At(index) == '.' && (Digit(index + 1) || digits.Length > 0 && Period(index + 1, afterPoint: true) is not null))
        {
            digits.Append('.');
            index++;
            var start = index;
            Digits(digits);
            if (Period(index, afterPoint: index == start) is var (period, end))
            {
                digits.Append('(').Append(period).Append(')');
                index = end;
            }
            else if (Starts(Ellipses) is { } dots)
            {
                digits.Append('…');
                index += dots.Length;
            }
            else PowerOfTen(digits);
        }
        else PowerOfTen(digits);
        if (digits.Length > WorkBudget.MostDigits) throw CheckAborted.Budget();
        Add(TokenKind.Number, digits.ToString());
    }

    private void PowerOfTen(StringBuilder digits)
    {
        if (At(index) is not ('e' or 'E') || !Digit(index + 1) && !(At(index + 1) is '-' or '+' && Digit(index + 2))) return;
        digits.Append('e').Append(At(++index) == '+' ? '0' : At(index));
        index++;
        Digits(digits);
    }

    private void Digits(StringBuilder digits, int most = int.MaxValue)
    {
        for (; Digit(index) && most > 0; most--) digits.Append(text[index++]);
    }

    private string? Starts(string[] marks)
    {
        foreach (var mark in marks)
        {
            if (string.CompareOrdinal(text, index, mark, 0, mark.Length) == 0) return mark;
        }
        return null;
    }

    // Thousands: groups of three digits behind at most three, one mark between them all.
    private void Groups(StringBuilder digits)
    {
        if (digits.Length is 0 or > 3 || digits[0] == '0' || Starts(Separators) is not { } mark) return;
        if (index - digits.Length is > 0 and var start && text[start - 1] is '.' or ',') return;
        if (!IsGroup(mark)) return;
        if (mark == ",")
        {
            Ambiguous = true;
            if (depth <= 0 == flip) return;
        }
        while (Starts([mark]) is not null && IsGroup(mark))
        {
            index += mark.Length;
            while (At(index) == ' ') index++;
            Digits(digits, 3);
        }
    }

    private bool IsGroup(string mark)
    {
        var start = index + mark.Length;
        while (mark == ",\\!" && At(start) == ' ') start++;
        return Digit(start) && Digit(start + 1) && Digit(start + 2) && !Digit(start + 3);
    }

    // The repeating block here, \overline{3}, \overline3 or (directly behind the point) (3), and where it ends.
    private (string Period, int End)? Period(int position, bool afterPoint)
    {
        var start = position;
        var close = '}';
        if (afterPoint && At(position) == '(') (start, close) = (position + 1, ')');
        else
        {
            var command = Periods.FirstOrDefault(name => string.CompareOrdinal(text, position, name, 0, name.Length) == 0);
            if (command is null) return null;
            start += command.Length;
            while (At(start) == ' ') start++;
            if (At(start) != '{') return Digit(start) ? (text[start..(start + 1)], start + 1) : null;
            start++;
        }
        var end = start;
        while (Digit(end)) end++;
        return end > start && At(end) == close ? (text[start..end], end + 1) : null;
    }

    // A numeral of a base above ten with letters among its digits: 1A3_{16}. Emitted as one letter token; the parser reads the base.
    private bool Numeral(int start)
    {
        var end = start;
        var (letters, highest) = (false, '0');
        for (; char.IsAsciiDigit(At(end)) || char.IsAsciiLetterUpper(At(end)); end++)
        {
            letters |= !char.IsAsciiDigit(text[end]);
            if (text[end] > highest) highest = text[end];
        }
        if (!letters || end - start < 2 || At(end) != '_' || start > 0 && char.IsAsciiLetterOrDigit(text[start - 1])) return false;
        var open = At(end + 1) == '{' ? end + 2 : end + 1;
        if (!Digit(open)) return false;
        var radix = 10 * (text[open] - '0') + (Digit(open + 1) ? text[open + 1] - '0' : 0);
        if (!Digit(open + 1) || radix > 36 || highest - 'A' + 10 >= radix) return false;
        index = end;
        Add(TokenKind.Letter, text[start..end]);
        return true;
    }
}
