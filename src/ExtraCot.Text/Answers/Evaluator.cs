using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>Evaluates canonical expressions at a point, with error bounds.</summary>
/// <param name="budget">What it may cost.</param>
/// <param name="variables">The variables' values.</param>
/// <param name="complex">Whether complex values count as values; else they are undefined.</param>
internal sealed class Evaluator(WorkBudget budget, IReadOnlyDictionary<string, Ball> variables, bool complex)
{
    private const int Step = 40; // one multiplication at working precision
    private const int Series = 4000; // one elementary function

    public ComplexBall Evaluate(Sum sum)
    {
        ComplexBall total = Ball.Zero;
        foreach (var term in sum.Terms)
        {
            ComplexBall product = Ball.From(term.Coefficient);
            foreach (var factor in term.Factors) product *= Power(Value(factor.Atom), factor.Exponent);
            total += product;
            budget.Spend(Step);
        }
        return complex || total.IsReal ? total : throw CheckAborted.Undefined();
    }

    private ComplexBall Value(Atom atom)
    {
        budget.Spend(Step);
        return atom.Kind switch
        {
            AtomKind.Symbol => Symbol(atom.Name),
            AtomKind.Integer => Ball.From(atom.Value),
            AtomKind.Base => Evaluate(atom.Arguments[0]),
            _ => Call(atom.Name, [.. atom.Arguments.Select(Evaluate)]),
        };
    }

    private ComplexBall Symbol(string name) => name switch
    {
        "π" => (ComplexBall)BallFunctions.Pi,
        "e" => BallFunctions.E,
        "i" => new ComplexBall(Ball.Zero, 1),
        _ => variables.TryGetValue(name, out var value) ? value : throw CheckAborted.Undefined(),
    };

    private ComplexBall Power(ComplexBall value, Rational exponent)
    {
        if (exponent.IsOne) return value;
        if (exponent.IsInteger) return IntegerPower(value, exponent.Numerator);
        budget.Spend(Series);
        if (value.IsReal && value.Re.Sign < 0 && !exponent.Denominator.IsEven)
        {
            var size = RealPower(-value.Re, exponent); // the real root
            return exponent.Numerator.IsEven ? size : -size;
        }
        if (value.IsReal && (value.Re.Sign > 0 || value.Re.ContainsZero && exponent.Sign > 0 && exponent.Denominator == 2)) return RealPower(value.Re, exponent);
        if (value is { IsReal: true, Re.IsExactZero: true }) return exponent.Sign > 0 ? value : throw CheckAborted.Undefined();
        if (!complex) throw CheckAborted.Undefined();
        return exponent.Denominator == 2
            ? IntegerPower(ComplexBall.Sqrt(value), exponent.Numerator)
            : ComplexBall.Exp(ComplexBall.Log(value) * Ball.From(exponent));
    }

    private static Ball RealPower(Ball value, Rational exponent) => exponent.Denominator == 2
        ? Ball.Pow(Ball.Sqrt(value), exponent.Numerator)
        : BallFunctions.Exp(BallFunctions.Log(value) * Ball.From(exponent));

    private ComplexBall IntegerPower(ComplexBall value, BigInteger exponent)
    {
        budget.Spend(Step * (4 + exponent.GetBitLength()));
        if (value.IsReal) return Ball.Pow(value.Re, exponent);
        if (BigInteger.Abs(exponent) > 10_000) throw CheckAborted.Budget();
        ComplexBall result = (Ball)1;
        var n = (int)BigInteger.Abs(exponent);
        for (var square = value; n > 0; n >>= 1, square *= square)
        {
            if ((n & 1) != 0) result *= square;
        }
        return exponent.Sign < 0 ? (Ball)1 / result : result;
    }

    private ComplexBall Call(string name, ComplexBall[] arguments)
    {
        budget.Spend(Series);
        if (name == "pow") return PowerOf(arguments[0], arguments[1]);
        if (name == "abs") return ComplexBall.Abs(arguments[0]);
        if (name == "ln") return Log(arguments[0]);
        if (name == "log") return Log(arguments[0]) / (arguments.Length > 1 ? Log(arguments[1]) : BallFunctions.Log(10));
        if (arguments.Any(argument => !argument.IsReal)) throw CheckAborted.Undefined();
        return RealFunctions.Call(name, [.. arguments.Select(argument => argument.Re)]);
    }

    private ComplexBall Log(ComplexBall value)
    {
        if (!complex && value.IsReal && value.Re.Sign <= 0) throw CheckAborted.Undefined();
        return ComplexBall.Log(value);
    }

    private ComplexBall PowerOf(ComplexBall value, ComplexBall exponent)
    {
        if (exponent.IsReal && exponent.Re is { Radius.IsZero: true } whole && AsInteger(whole) is { } n) return IntegerPower(value, n);
        if (!value.IsReal || value.Re.Sign > 0 || complex) return ComplexBall.Exp(Log(value) * exponent);
        throw CheckAborted.Undefined();
    }

    private static BigInteger? AsInteger(Ball value)
    {
        if (value.Exponent >= 0) return value.Exponent < 64 ? value.Middle << (int)value.Exponent : null;
        if (value.Exponent < -Ball.Precision) return null;
        var whole = value.Middle >> (int)-value.Exponent;
        return whole << (int)-value.Exponent == value.Middle ? whole : null;
    }
}
