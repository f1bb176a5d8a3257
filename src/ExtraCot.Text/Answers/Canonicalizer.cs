using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>Turns scalar nodes into canonical expressions.</summary>
internal sealed class Canonicalizer(WorkBudget budget)
{
    private const int LargestFactorial = 5000;
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
                return add.Items.Aggregate(Sum.Zero, (sum, item) => Algebra.Add(sum, Finite(Of(item))));
            case Node.Multiply multiply:
                return multiply.Items.Aggregate(Sum.From(Rational.One), (product, item) => Times(product, Of(item)));
            case Node.Divide divide:
                return Algebra.Divide(Finite(Of(divide.Top)), Finite(Of(divide.Bottom)));
            case Node.Power power:
                return Algebra.Power(Finite(Of(power.Base)), Finite(Of(power.Exponent)));
            case Node.Call call:
                return Call(call.Name, [.. call.Arguments.Select(argument => Finite(Of(argument)))]);
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

    // ∞ has a sign and nothing else: ∞ - ∞, 0·∞, 2∞ have no value here.
    private Sum Times(Sum a, Sum b)
    {
        if (!IsInfinite(a) && !IsInfinite(b)) return Algebra.Multiply(a, b);
        return a.Rational is { } x && Rational.Abs(x).IsOne || b.Rational is { } y && Rational.Abs(y).IsOne ? Algebra.Multiply(a, b) : throw CheckAborted.Undefined();
    }

    private static Sum Finite(Sum sum) => IsInfinite(sum) ? throw CheckAborted.Undefined() : sum;

    private static bool IsInfinite(Sum sum) => sum.Terms is [{ Factors: [{ Atom.Name: "∞" }] }];

    private Sum Call(string name, Sum[] arguments)
    {
        if (arguments.Length == 0) throw CheckAborted.Undefined();
        if (name is "sin" or "cos" or "tan" or "cot" or "sec" or "csc") arguments[0] = WithoutDegrees(arguments[0], RadiansPerDegree());
        if (name == "abs") return Absolute(arguments[0]);
        if (name == "conj") return Conjugate(arguments[0]);
        if (name == "residue") return Residue(arguments);
        if (name == "log" && Logarithm(arguments) is { } exponent) return Sum.From(exponent);
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

    private static Sum Conjugate(Sum sum) => sum.Terms.All(term => term.Factors.All(factor => factor.Atom.IsImaginaryUnit || factor.Atom.IsPositive))
        ? new([.. sum.Terms.Select(term => term.Factors.Any(factor => factor.Atom.IsImaginaryUnit) ? term.WithCoefficient(-term.Coefficient) : term)])
        : Sum.From(Atom.Call("conj", sum));

    // a (mod m): the class of a, equal for all its members.
    private static Sum Residue(Sum[] arguments) => arguments is [{ Rational: { IsInteger: true } a }, { Rational: { IsInteger: true, Sign: > 0 } m }]
        ? Sum.From(Atom.Call("residue", Sum.From(Modulo(a, m)), arguments[1]))
        : Sum.From(Atom.Call("residue", arguments));

    private static Rational Modulo(Rational a, Rational m) => a - m * new Rational((a / m).Floor());

    // log_b(a) where a and b are powers of one number.
    private Rational? Logarithm(Sum[] arguments)
    {
        if (arguments[0].Rational is not { Sign: > 0 } a || (arguments.Length > 1 ? arguments[1].Rational : 10) is not { Sign: > 0, IsOne: false } b) return null;
        var (x, y) = (Powers(a), Powers(b));
        if (x.Count != y.Count || x.Count == 0) return null;
        var ratio = x[0].Power / y[0].Power;
        return x.Zip(y).All(pair => pair.First.Prime == pair.Second.Prime && pair.First.Power == ratio * pair.Second.Power) ? ratio : null;
    }

    private List<(BigInteger Prime, Rational Power)> Powers(Rational value) =>
    [
        .. Primes.Factor(value.Numerator, budget).Select(factor => (factor.Prime, (Rational)factor.Power))
            .Concat(Primes.Factor(value.Denominator, budget).Select(factor => (factor.Prime, (Rational)(-factor.Power)))).OrderBy(factor => factor.Prime),
    ];

    private Rational? Exact(string name, Sum[] arguments)
    {
        var values = arguments.Select(argument => argument.Rational).ToArray();
        if (values.Any(value => value is null)) return null;
        var first = values[0]!.Value;
        return name switch
        {
            "fact" when first is { IsInteger: true, Sign: >= 0 } && first.Numerator <= LargestFactorial => Factorial((int)first.Numerator),
            "dfact" when first is { IsInteger: true, Sign: >= 0 } && first.Numerator <= LargestFactorial => Factorial((int)first.Numerator, 2),
            "mod" when values is [{ IsInteger: true }, { IsInteger: true, Sign: > 0 } modulus] => Modulo(first, modulus),
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

    // n(n-step)(n-2·step)…
    private Rational Factorial(int n, int step = 1)
    {
        budget.Spend(n * (1L + n / 200));
        return new(Product(n % step, n, step));
    }

    // The product of low + step, low + 2·step, …, high by halves: the factors of each multiplication are about as long.
    private static BigInteger Product(int low, int high, int step)
    {
        if (high - low > 16 * step)
        {
            var middle = low + (high - low) / (2 * step) * step;
            return Product(low, middle, step) * Product(middle, high, step);
        }
        var result = BigInteger.One;
        for (var factor = high; factor > low; factor -= step) result *= factor;
        return result;
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
        if (n.Rational is { IsInteger: true } top && BigInteger.Abs(top.Numerator) <= int.MaxValue) return Sum.From(Binomial(top.Numerator, (int)k.Numerator));
        var result = Sum.From(Rational.One);
        for (var i = 0; i < (int)k.Numerator; i++)
        {
            result = Algebra.Scale(Algebra.Multiply(result, Algebra.Subtract(n, Sum.From(i))), Rational.One / (i + 1));
        }
        return result;
    }

    private Rational Binomial(BigInteger n, int k)
    {
        budget.Spend(k * (1L + k / 50));
        var result = BigInteger.One;
        for (var i = 0; i < k; i++) result = result * (n - i) / (i + 1);
        return new(result);
    }
}
