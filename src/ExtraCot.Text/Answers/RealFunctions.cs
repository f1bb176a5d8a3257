using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>Named real functions on balls.</summary>
internal static class RealFunctions
{
    public static Ball Call(string name, Ball[] x) => name switch
    {
        "sin" => BallFunctions.SinCos(x[0]).Sin,
        "cos" => BallFunctions.SinCos(x[0]).Cos,
        "tan" => Quotient(BallFunctions.SinCos(x[0])),
        "cot" => 1 / Quotient(BallFunctions.SinCos(x[0])),
        "sec" => 1 / BallFunctions.SinCos(x[0]).Cos,
        "csc" => 1 / BallFunctions.SinCos(x[0]).Sin,
        "arcsin" => Arcsin(x[0]),
        "arccos" => BallFunctions.Pi / 2 - Arcsin(x[0]),
        "arctan" => BallFunctions.Atan(x[0]),
        "arccot" => BallFunctions.Pi / 2 - BallFunctions.Atan(x[0]),
        "sinh" => (BallFunctions.Exp(x[0]) - BallFunctions.Exp(-x[0])) / 2,
        "cosh" => (BallFunctions.Exp(x[0]) + BallFunctions.Exp(-x[0])) / 2,
        "tanh" => 1 - 2 / (BallFunctions.Exp(2 * x[0]) + 1),
        "floor" => Floor(x[0]),
        "ceil" => -Floor(-x[0]),
        "fact" => Factorial(Whole(x[0])),
        "binom" => Binomial(x[0], Whole(x[1])),
        "max" => x.Aggregate((a, b) => (a - b).Sign >= 0 ? a : b),
        "min" => x.Aggregate((a, b) => (a - b).Sign <= 0 ? a : b),
        _ => throw CheckAborted.Undefined(),
    };

    private static Ball Quotient((Ball Sin, Ball Cos) parts) => parts.Sin / parts.Cos;

    private static Ball Arcsin(Ball x)
    {
        var rest = 1 - x * x;
        if (rest.Sign < 0) throw CheckAborted.Undefined();
        return rest.IsExactZero ? BallFunctions.Pi / 2 * x : BallFunctions.Atan(x / Ball.Sqrt(rest));
    }

    // Undefined where the ball straddles an integer: the precision does not tell which side it is.
    private static Ball Floor(Ball x)
    {
        var (value, error) = x.ToFixed(Ball.Precision);
        var (low, high) = ((value - error) >> Ball.Precision, (value + error) >> Ball.Precision);
        return low == high ? Ball.Rounded(low, 0, 0) : throw CheckAborted.Undefined();
    }

    private static int Whole(Ball x)
    {
        var floor = Floor(x);
        return (x - floor).IsExactZero && x.Sign >= 0 && x.Magnitude < 10 ? (int)floor.Middle : throw CheckAborted.Undefined();
    }

    private static Ball Factorial(int n)
    {
        var result = BigInteger.One;
        for (var i = 2; i <= n; i++) result *= i;
        return Ball.Rounded(result, 0, 0);
    }

    private static Ball Binomial(Ball n, int k)
    {
        Ball result = 1;
        for (var i = 0; i < k; i++) result = result * (n - i) / (i + 1);
        return result;
    }
}
