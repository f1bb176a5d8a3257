using System.Globalization;
using System.Numerics;

namespace ExtraCot.Text.Answers;

internal sealed partial class Parser
{
    private const int LongestPeriod = 100;
    private const int LongestNumeral = 200;

    // "12", "1.5", "1.5e-3", "0.1(6)" for a repeating and "0.333…" for a continued decimal.
    private static Node.Number Literal(string digits)
    {
        if (digits[^1] == '…') return Continued(digits[..^1]);
        if (digits[^1] == ')') return Repeating(digits[..digits.IndexOf('(')], digits[(digits.IndexOf('(') + 1)..^1]);
        var mark = digits.IndexOf('e');
        var mantissa = mark < 0 ? digits : digits[..mark];
        var exponent = mark < 0 ? 0 : Exponent(digits[(mark + 1)..]);
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var value = BigInteger.Parse(whole, NumberStyles.None);
        var places = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var significant = whole.TrimStart('0').Length;
        if (point < 0 && mark < 0) return new(new(value));
        var scaled = places > 0 ? Rational.Of(value, BigInteger.Pow(10, places)) : new Rational(value * BigInteger.Pow(10, -places));
        return new(scaled, places, significant);
    }

    private static int Exponent(string digits) => int.TryParse(digits, NumberStyles.AllowLeadingSign, null, out var exponent) && Math.Abs(exponent) <= WorkBudget.MostDigits
        ? exponent
        : throw CheckAborted.Budget();

    private static Node.Number Repeating(string start, string period)
    {
        if (period.Length > LongestPeriod) throw CheckAborted.Budget();
        var places = start.Length - start.IndexOf('.') - 1;
        var scale = Rational.Pow(10, places) * (Rational.Pow(10, period.Length) - 1);
        var whole = places == 0 ? start[..^1] : start;
        return new((whole.Length == 0 ? 0 : Literal(whole).Value) + Literal(period).Value / scale);
    }

    // 0.333… and 0.1212… go on as they began where the last block stands there twice, a single digit thrice.
    private static Node.Number Continued(string digits)
    {
        var places = digits.Length - digits.IndexOf('.') - 1;
        for (var period = 1; period <= Math.Min(places / 2, LongestPeriod); period++)
        {
            var copies = period == 1 ? 3 : 2;
            if (places < copies * period) continue;
            var block = digits[^period..];
            if (Enumerable.Range(1, copies).All(copy => digits.AsSpan(digits.Length - copy * period, period).SequenceEqual(block))) return Repeating(digits[..^(copies * period)], block);
        }
        return Literal(digits);
    }

    // A numeral of another base: its digits, "_", the base.
    private Node.Number Based(string digits)
    {
        position++;
        var braces = Take("{");
        var radix = Current.Kind switch
        {
            TokenKind.Number => int.TryParse(Current.Text, out var number) ? number : 0,
            TokenKind.Text => (int?)TextForms.Number(TextForms.Normal(Current.Text))?.Floor() ?? 0,
            _ => 0,
        };
        position += Current.Kind == TokenKind.End ? 0 : 1;
        if (braces && !Take("}") || radix is < 2 or > 36 || digits.Length > LongestNumeral) return Fail();
        Rational value = 0;
        Rational scale = 0;
        foreach (var digit in digits)
        {
            if (digit == '.' && scale.IsZero)
            {
                scale = 1;
                continue;
            }
            var size = char.IsAsciiDigit(digit) ? digit - '0' : char.IsAsciiLetterUpper(digit) ? digit - 'A' + 10 : radix;
            if (size >= radix) return Fail();
            value = value * radix + size;
            scale *= radix;
        }
        return new Node.Number(scale.IsZero ? value : value / scale);
    }
}
