using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>Factorisation as far as it is cheap.</summary>
internal static class Primes
{
    private const int LargestTried = 2000;

    /// <summary>
    /// The primes of a positive integer with their powers. What is left beyond the small primes stays one factor, as the root of a
    /// perfect power where it is one: enough for canonical radicals, which the numeric comparison backs up.
    /// </summary>
    public static IEnumerable<(BigInteger Prime, int Power)> Factor(BigInteger value, WorkBudget budget)
    {
        for (var divisor = 2; divisor <= LargestTried && !value.IsOne; divisor += divisor == 2 ? 1 : 2)
        {
            if ((BigInteger)divisor * divisor > value) break;
            budget.Spend(1 + value.GetBitLength() / 64);
            var power = 0;
            while (BigInteger.DivRem(value, divisor, out var rest) is var quotient && rest.IsZero)
            {
                budget.Spend(1 + value.GetBitLength() / 64);
                value = quotient;
                power++;
            }
            if (power > 0) yield return (divisor, power);
        }
        if (value.IsOne) yield break;
        var root = BallFunctions.IntegerSqrt(value);
        yield return root * root == value ? (root, 2) : (value, 1);
    }
}
