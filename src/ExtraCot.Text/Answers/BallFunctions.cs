using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>Elementary functions on balls, by fixed-point series with argument reduction.</summary>
internal static class BallFunctions
{
    private const int Bits = Ball.Precision + 64;
    private const int Halvings = 8;
    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger SeriesError = BigInteger.One << 32; // far above what some hundred roundings add up to
    private static readonly BigInteger PiFixed = 16 * ArctanOfInverse(5) - 4 * ArctanOfInverse(239);
    private static readonly BigInteger Ln2Fixed = 2 * ArtanhOf(One / 3);

    public static Ball Pi { get; } = Fixed(PiFixed, SeriesError);

    public static Ball E { get; } = Exp(1);

    public static Ball Exp(Ball x)
    {
        var (value, error) = x.ToFixed(Bits);
        var doublings = BigInteger.Divide(value, Ln2Fixed);
        if (doublings.GetBitLength() > 30 || error > One >> 2) throw CheckAborted.Budget();
        var rest = (value - doublings * Ln2Fixed) >> Halvings;
        var sum = One + rest;
        var term = rest;
        for (var n = 2; !term.IsZero && term != -1; n++) sum += term = (term * rest >> Bits) / n;
        for (var i = 0; i < Halvings; i++) sum = sum * sum >> Bits;
        // The argument's error and the constant's, times the derivative; the series' own beside it.
        var argument = error + (BigInteger.Abs(doublings) + 1) * SeriesError;
        return Ball.Rounded(sum, 2 * (sum * argument >> Bits) + SeriesError, (long)doublings - Bits);
    }

    /// <summary>The natural logarithm of a ball above zero.</summary>
    public static Ball Log(Ball x)
    {
        if (x.Sign <= 0) throw CheckAborted.Undefined();
        var length = x.Middle.GetBitLength();
        var mantissa = (x.Middle << Bits) >> (int)length; // in [1/2, 1)
        var series = 2 * ArtanhOf(((mantissa - One) << Bits) / (mantissa + One));
        var doublings = length + x.Exponent;
        var relative = (x.Radius << Bits) / (x.Middle - x.Radius) + 1;
        return Fixed(series + doublings * Ln2Fixed, relative + (Math.Abs(doublings) + 1) * SeriesError);
    }

    public static (Ball Sin, Ball Cos) SinCos(Ball x)
    {
        var (value, error) = x.ToFixed(Bits);
        var quarter = PiFixed >> 1;
        var turns = BigInteger.Divide(value + (quarter >> 1), quarter);
        var rest = value - turns * quarter;
        error += (BigInteger.Abs(turns) + 1) * SeriesError;
        var (sin, cos) = (Fixed(SinSeries(rest, rest, 1), error), Fixed(SinSeries(One, rest, 0), error));
        return (int)(((turns % 4) + 4) % 4) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    public static Ball Atan(Ball x)
    {
        // atan x = 2 atan(x / (1 + sqrt(1 + x²))), thrice: the argument falls below 1/5.
        for (var i = 0; i < 3; i++) x /= 1 + Ball.Sqrt(1 + x * x);
        var (value, error) = x.ToFixed(Bits);
        return Fixed(AlternatingOdd(value, -1), error + SeriesError) * 8;
    }

    public static BigInteger IntegerSqrt(BigInteger value)
    {
        if (value.IsZero) return value;
        var guess = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (guess + value / guess) >> 1;
            if (next >= guess) return guess;
            guess = next;
        }
    }

    private static Ball Fixed(BigInteger value, BigInteger error) => Ball.Rounded(value, error, -Bits);

    private static BigInteger SinSeries(BigInteger first, BigInteger x, int power)
    {
        var square = x * x >> Bits;
        var (sum, term) = (first, first);
        for (var n = power + 1; !term.IsZero && term != -1; n += 2) sum += term = -(term * square >> Bits) / (n * (n + 1));
        return sum;
    }

    private static BigInteger ArtanhOf(BigInteger x) => AlternatingOdd(x, 1);

    // x + s·x³/3 + s²·x⁵/5 + …: artanh for s = 1, arctan for s = -1.
    private static BigInteger AlternatingOdd(BigInteger x, int sign)
    {
        var square = sign * (x * x >> Bits);
        var (sum, power) = (x, x);
        for (var n = 3; !power.IsZero && power != -1; n += 2) sum += (power = power * square >> Bits) / n;
        return sum;
    }

    private static BigInteger ArctanOfInverse(int n) => AlternatingOdd(One / n, -1);
}
