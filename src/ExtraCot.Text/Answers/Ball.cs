using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>A real number known to lie within <c>(Middle ± Radius)·2^Exponent</c>: arithmetic of about 77 digits that knows its own error.</summary>
internal readonly record struct Ball(BigInteger Middle, BigInteger Radius, long Exponent)
{
    /// <summary>Working precision in bits.</summary>
    public const int Precision = 256;

    private const long LargestExponent = 1L << 32;
    private const int AgreementBits = 170; // 51 decimal digits

    public static Ball Zero => new(BigInteger.Zero, BigInteger.Zero, 0);

    public bool IsExactZero => Middle.IsZero && Radius.IsZero;

    public bool ContainsZero => BigInteger.Abs(Middle) <= Radius;

    /// <summary>1 or -1 where that is certain, else 0.</summary>
    public int Sign => ContainsZero ? 0 : Middle.Sign;

    /// <summary>The least k with |x| &lt; 2^k for every x of the ball.</summary>
    public long Magnitude => (BigInteger.Abs(Middle) + Radius).GetBitLength() + Exponent;

    public static implicit operator Ball(int value) => new(value, BigInteger.Zero, 0);

    public static Ball From(Rational value) => value.IsInteger
        ? Rounded(value.Numerator, BigInteger.Zero, 0)
        : Rounded(value.Numerator, BigInteger.Zero, 0) / Rounded(value.Denominator, BigInteger.Zero, 0);

    public static Ball operator -(Ball a) => a with { Middle = -a.Middle };

    public static Ball operator +(Ball a, Ball b)
    {
        if (a.IsExactZero) return b;
        if (b.IsExactZero) return a;
        if (a.Exponent < b.Exponent) (a, b) = (b, a);
        // A summand far below the other's last bit only widens it.
        if (a.Exponent - b.Magnitude > 2 * Precision) return a with { Radius = a.Radius + 1 };
        if (a.Exponent - b.Exponent > 8 * Precision) throw CheckAborted.Budget();
        var shift = (int)(a.Exponent - b.Exponent);
        return Rounded((a.Middle << shift) + b.Middle, (a.Radius << shift) + b.Radius, b.Exponent);
    }

    public static Ball operator -(Ball a, Ball b) => a + -b;

    public static Ball operator *(Ball a, Ball b) => Rounded(
        a.Middle * b.Middle,
        BigInteger.Abs(a.Middle) * b.Radius + BigInteger.Abs(b.Middle) * a.Radius + a.Radius * b.Radius,
        a.Exponent + b.Exponent);

    public static Ball operator /(Ball a, Ball b)
    {
        if (b.ContainsZero) throw CheckAborted.Undefined();
        const int Shift = 2 * Precision;
        var size = BigInteger.Abs(b.Middle);
        var error = ((BigInteger.Abs(a.Middle) * b.Radius + size * a.Radius) << Shift) / (size * (size - b.Radius));
        return Rounded((a.Middle << Shift) / b.Middle, error + 2, a.Exponent - b.Exponent - Shift);
    }

    public static Ball Abs(Ball a) => a with { Middle = BigInteger.Abs(a.Middle) };

    public static Ball Pow(Ball a, BigInteger exponent)
    {
        if (exponent.GetBitLength() > 32) throw CheckAborted.Budget();
        var n = (long)BigInteger.Abs(exponent);
        Ball result = 1;
        for (var square = a; n > 0; n >>= 1, square *= square)
        {
            if ((n & 1) != 0) result *= square;
        }
        return exponent.Sign < 0 ? 1 / result : result;
    }

    /// <summary>The square root of a ball that is not negative; a ball about zero counts as its part above.</summary>
    public static Ball Sqrt(Ball a)
    {
        if (a.IsExactZero) return a;
        var shift = 2 * Precision + (int)(a.Exponent & 1);
        var low = BallFunctions.IntegerSqrt(BigInteger.Max(a.Middle - a.Radius, 0) << shift);
        var high = BallFunctions.IntegerSqrt((a.Middle + a.Radius) << shift) + 1;
        return Rounded(low + high, high - low + 1, (a.Exponent - shift) / 2 - 1);
    }

    /// <summary>Whether two numbers agree to 51 digits: true, certainly not (false), or unknown for want of precision (null).</summary>
    public static bool? Agree(Ball a, Ball b)
    {
        var difference = a - b;
        if (difference.IsExactZero) return true;
        if (!difference.ContainsZero) return false;
        var error = difference.Radius.GetBitLength() + difference.Exponent;
        if (a.ContainsZero && b.ContainsZero) return error <= -AgreementBits ? true : null;
        return error <= Math.Max(a.Magnitude, b.Magnitude) - AgreementBits ? true : null;
    }

    /// <summary>The middle as a fixed-point number with <paramref name="bits"/> fraction bits, and a bound of the error in its last place.</summary>
    public (BigInteger Value, BigInteger Error) ToFixed(int bits)
    {
        if (Magnitude > Precision) throw CheckAborted.Budget();
        var shift = Exponent + bits;
        if (shift >= 0) return (Middle << (int)shift, Radius << (int)shift);
        var down = (int)Math.Min(-shift, 1 << 20);
        return (Middle >> down, (Radius >> down) + 2);
    }

    /// <summary>A ball cut to the working precision, the cut added to its radius.</summary>
    public static Ball Rounded(BigInteger middle, BigInteger radius, long exponent)
    {
        if (Math.Abs(exponent) > LargestExponent) throw CheckAborted.Budget();
        var excess = Math.Max(middle.GetBitLength(), radius.GetBitLength()) - Precision;
        if (excess <= 0) return new(middle, radius, exponent);
        var shift = (int)excess;
        return new(middle >> shift, radius.IsZero && (middle >> shift << shift) == middle ? 0 : (radius >> shift) + 2, exponent + shift);
    }
}
