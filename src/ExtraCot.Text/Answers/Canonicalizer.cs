using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>Turns scalar nodes into canonical expressions.</summary>
internal sealed class Canonicalizer(WorkBudget budget)
{
    private const int LargestFactorial = 3000;
    private static readonly Atom Degree = Atom.Symbol("°");

    public Algebra Algebra { get; } = new(budget);

    /// <summary>The canonical form; aborts the check where the node is no scalar or has no value.</summary>
    public Sum Of(Node node)
    {
        budget.Spend(4);
        switch (node)
        {
            case Node.Number number:
                return Sum.From(number.Value);
            case Node.Symbol symbol:
                return Sum.From(Atom.Symbol(symbol.Name));
            case Node.Add add:
                return add.Items.Aggregate(Sum.Zero, (sum, item) => Algebra.Add(sum, Of(item)));
            case Node.Multiply multiply:
                return multiply.Items.Aggregate(Sum.From(Rational.One), (product, item) => Algebra.Multiply(product, Of(item)));
            case Node.Divide divide:
                return Algebra.Divide(Of(divide.Top), Of(divide.Bottom));
            case Node.Power power:
                return Algebra.Power(Of(power.Base), Of(power.Exponent));
            case Node.Call call:
                return Call(call.Name, [.. call.Arguments.Select(Of)]);
            case Node.Quantity quantity:
                return Of(quantity.Value);
            default:
                throw CheckAborted.Undefined();
        }
    }

    /// <summary>The expression with every degree sign replaced by a factor.</summary>
    public Sum WithoutDegrees(Sum sum, Sum factor)
    {
        var total = Sum.Zero;
        foreach (var term in sum.Terms)
        {
            var degrees = term.Factors.FirstOrDefault(part => part.Atom.Equals(Degree));
            if (degrees.Atom is null) total = Algebra.Add(total, new([term]));
            else
            {
                var rest = new Sum([new(term.Coefficient, [.. term.Factors.Where(part => !part.Atom.Equals(Degree))])]);
                total = Algebra.Add(total, Algebra.Multiply(rest, Algebra.Power(factor, degrees.Exponent)));
            }
        }
        return total;
    }

    /// <summary>π/180.</summary>
    public Sum RadiansPerDegree() => Algebra.Scale(Sum.From(Atom.Symbol("π")), Rational.Of(1, 180));

    private Sum Call(string name, Sum[] arguments)
    {
        if (name is "sin" or "cos" or "tan" or "cot" or "sec" or "csc") arguments[0] = WithoutDegrees(arguments[0], RadiansPerDegree());
        if (arguments.Length == 0) throw CheckAborted.Undefined();
        if (name == "abs") return Absolute(arguments[0]);
        if (name == "log" && arguments is [_, { } radix] && radix.ToString() == "e") return Sum.From(Atom.Call("ln", arguments[0]));
        if (name == "binom" && arguments.Length == 2 && arguments[1].Rational is { } k) return Binomial(arguments[0], k) ?? Sum.From(Atom.Call(name, arguments));
        return Exact(name, arguments) is { } value ? Sum.From(value) : Sum.From(Atom.Call(name, arguments));
    }

    private Sum Absolute(Sum sum)
    {
        if (sum.Rational is { } value) return Sum.From(Rational.Abs(value));
        if (sum.Terms[0].Coefficient.Sign < 0) sum = Algebra.Negate(sum);
        return Sum.From(Atom.Call("abs", sum));
    }

    private Rational? Exact(string name, Sum[] arguments)
    {
        var values = arguments.Select(argument => argument.Rational).ToArray();
        if (values.Any(value => value is null)) return null;
        var first = values[0]!.Value;
        return name switch
        {
            "fact" when first is { IsInteger: true, Sign: >= 0 } && first.Numerator <= LargestFactorial => Factorial((int)first.Numerator),
            "floor" => new Rational(first.Floor()),
            "ceil" => -new Rational((-first).Floor()),
            "max" => values.Max(),
            "min" => values.Min(),
            "gcd" when values.All(value => value!.Value.IsInteger) => new Rational(values.Aggregate(BigInteger.Zero, (a, b) => BigInteger.GreatestCommonDivisor(a, b!.Value.Numerator))),
            "lcm" when values.All(value => value is { IsInteger: true, Sign: > 0 }) => new Rational(values.Aggregate(BigInteger.One, (a, b) => Lcm(a, b!.Value.Numerator))),
            "ln" or "log" when first.IsOne => Rational.Zero,
            _ => null,
        };
    }

    private BigInteger Lcm(BigInteger a, BigInteger b)
    {
        var multiple = a / BigInteger.GreatestCommonDivisor(a, b) * b;
        if (multiple.GetBitLength() > WorkBudget.MostBits) throw CheckAborted.Budget();
        budget.Spend(10 + multiple.GetBitLength() / 16);
        return multiple;
    }

    private Rational Factorial(int n)
    {
        budget.Spend(n * (1L + n / 50));
        var result = BigInteger.One;
        for (var i = 2; i <= n; i++) result *= i;
        return new(result);
    }

    // n(n-1)…(n-k+1)/k!, also for a variable n and small k.
    private Sum? Binomial(Sum n, Rational k)
    {
        if (k is not { IsInteger: true, Sign: >= 0 } || k.Numerator > LargestFactorial) return null;
        if (n.Rational is { IsInteger: true } whole)
        {
            if (whole.Sign >= 0 && whole.CompareTo(k) < 0) return Sum.Zero;
            if (whole.Numerator <= LargestFactorial && k.CompareTo(whole - k) > 0) k = whole - k;
        }
        else if (k.Numerator > 8) return null;
        var result = Sum.From(Rational.One);
        for (var i = 0; i < (int)k.Numerator; i++)
        {
            result = Algebra.Scale(Algebra.Multiply(result, Algebra.Subtract(n, Sum.From(i))), Rational.One / (i + 1));
        }
        return result;
    }
}
