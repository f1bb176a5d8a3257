using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>An exact fraction in lowest terms with a positive denominator.</summary>
internal readonly record struct Rational : IComparable<Rational>
{
    private readonly BigInteger denominatorLessOne; // so that default is 0/1

    public Rational(BigInteger numerator)
    {
        Numerator = numerator;
    }

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        Numerator = numerator;
        denominatorLessOne = denominator - 1;
    }

    public static Rational Zero => default;

    public static Rational One => new(BigInteger.One);

    public BigInteger Numerator { get; }

    public BigInteger Denominator => denominatorLessOne + 1;

    public bool IsZero => Numerator.IsZero;

    public bool IsOne => Numerator.IsOne && IsInteger;

    public bool IsInteger => denominatorLessOne.IsZero;

    public int Sign => Numerator.Sign;

    /// <summary>Bits of the larger part: the price of arithmetic with it.</summary>
    public long Bits => Numerator.GetBitLength() + denominatorLessOne.GetBitLength();

    public static implicit operator Rational(int value) => new(value);

    public static Rational operator +(Rational a, Rational b) => a.IsInteger && b.IsInteger
        ? new(a.Numerator + b.Numerator)
        : Of(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator *(Rational a, Rational b) => a.IsInteger && b.IsInteger
        ? new(a.Numerator * b.Numerator)
        : Of(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => Of(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>The fraction in lowest terms; the denominator is not zero.</summary>
    public static Rational Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        if (denominator.IsOne) return new(numerator);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return divisor.IsOne ? new(numerator, denominator) : new(numerator / divisor, denominator / divisor);
    }

    public static Rational Abs(Rational value) => value.Sign < 0 ? -value : value;

    public static Rational Pow(Rational value, int exponent) => exponent >= 0
        ? new(BigInteger.Pow(value.Numerator, exponent), BigInteger.Pow(value.Denominator, exponent))
        : Of(BigInteger.Pow(value.Denominator, -exponent), BigInteger.Pow(value.Numerator, -exponent));

    public BigInteger Floor() => BigInteger.DivRem(Numerator, Denominator, out var rest) - (rest.Sign < 0 ? 1 : 0);

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public override string ToString() => IsInteger ? Numerator.ToString() : $"{Numerator}/{Denominator}";
}
