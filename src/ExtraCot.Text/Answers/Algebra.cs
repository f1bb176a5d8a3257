using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>Arithmetic on canonical expressions, within a work budget. Rewrites only what holds wherever both forms are defined over the reals.</summary>
internal sealed class Algebra(WorkBudget budget)
{
    private const int MostTerms = 400;
    private const int LargestExpanded = 32;
    private const int LargestFactorialStep = 64;
    private static readonly Rational Half = Rational.Of(1, 2);

    public Sum Add(Sum a, Sum b)
    {
        if (a.IsZero) return b;
        if (b.IsZero) return a;
        if (a.Rational is { } x && b.Rational is { } y) return Sum.From(Paid(x + y));
        var terms = new List<Term>(a.Terms.Count + b.Terms.Count);
        var (i, j) = (0, 0);
        while (i < a.Terms.Count && j < b.Terms.Count)
        {
            var order = string.CompareOrdinal(a.Terms[i].Key, b.Terms[j].Key);
            if (order < 0) terms.Add(a.Terms[i++]);
            else if (order > 0) terms.Add(b.Terms[j++]);
            else
            {
                var coefficient = Paid(a.Terms[i].Coefficient + b.Terms[j++].Coefficient);
                if (!coefficient.IsZero) terms.Add(a.Terms[i].WithCoefficient(coefficient));
                i++;
            }
        }
        while (i < a.Terms.Count) terms.Add(a.Terms[i++]);
        while (j < b.Terms.Count) terms.Add(b.Terms[j++]);
        budget.Spend(terms.Count);
        return new(terms);
    }

    public Sum Negate(Sum a) => Scale(a, -1);

    public Sum Subtract(Sum a, Sum b) => Add(a, Negate(b));

    public Sum Scale(Sum a, Rational factor)
    {
        if (factor.IsZero) return Sum.Zero;
        budget.Spend(a.Terms.Count);
        return new([.. a.Terms.Select(term => term.WithCoefficient(Paid(term.Coefficient * factor)))]);
    }

    public Sum Multiply(Sum a, Sum b)
    {
        if (a.Rational is { } x) return Scale(b, x);
        if (b.Rational is { } y) return Scale(a, y);
        if ((long)a.Terms.Count * b.Terms.Count > 20 * MostTerms) throw CheckAborted.Budget();
        var products = new List<Sum>();
        foreach (var left in a.Terms)
        {
            foreach (var right in b.Terms) products.Add(Multiply(left, right));
        }
        return Total(products, 0, products.Count);
    }

    public Sum Divide(Sum a, Sum b) => Multiply(a, Power(b, -1));

    public Sum Power(Sum b, Sum exponent)
    {
        if (exponent.Rational is { } constant) return Power(b, constant);
        return b.Rational is { IsOne: true } ? b : Sum.From(Atom.Call("pow", b, exponent));
    }

    public Sum Power(Sum b, Rational exponent)
    {
        budget.Spend(10);
        if (exponent.IsZero) return b.IsZero ? throw CheckAborted.Undefined() : Sum.From(Rational.One);
        if (exponent.IsOne) return b;
        if (b.IsZero) return exponent.Sign > 0 ? b : throw CheckAborted.Undefined();
        if (b.Terms.Count == 1) return Power(b.Terms[0], exponent);
        if (exponent is { IsInteger: true, Sign: > 0 } && Expands(b, exponent)) return Repeated(b, (int)exponent.Numerator);
        return PowerOfSum(b, exponent);
    }

    // Terms of (t1 + … + tk)^n: C(n+k-1, k-1).
    private static bool Expands(Sum b, Rational exponent)
    {
        if (exponent.Numerator > LargestExpanded) return false;
        double terms = 1;
        for (var i = 1; i < b.Terms.Count; i++) terms *= ((double)exponent.Numerator + i) / i;
        return terms <= MostTerms;
    }

    private Sum Repeated(Sum b, int exponent)
    {
        var result = Sum.From(Rational.One);
        for (; exponent > 0; exponent--) result = Multiply(result, b);
        return result;
    }

    // Draws the content out, so that (4x+4)^(1/2) is 2(x+1)^(1/2) and 1/(2x+2) is 1/2·(x+1)^-1.
    private Sum PowerOfSum(Sum b, Rational exponent)
    {
        var content = Content(b);
        var odd = !exponent.Denominator.IsEven;
        if (odd && b.Terms[0].Coefficient.Sign < 0) content = -content;
        var primitive = Scale(b, Rational.One / content);
        var power = new Sum([new(1, [new(Atom.Base(primitive), exponent)])]);
        return content.IsOne ? power : Multiply(Power(Sum.From(content), exponent), power);
    }

    private static Rational Content(Sum b)
    {
        BigInteger top = 0, bottom = 1;
        foreach (var term in b.Terms)
        {
            top = BigInteger.GreatestCommonDivisor(top, term.Coefficient.Numerator);
            bottom = bottom / BigInteger.GreatestCommonDivisor(bottom, term.Coefficient.Denominator) * term.Coefficient.Denominator;
        }
        return Rational.Of(top, bottom);
    }

    private Sum Power(Term term, Rational exponent)
    {
        if (!exponent.IsInteger && !Splits(term, exponent)) return new([new(1, [new(Atom.Base(new([term])), exponent)])]);
        var result = CoefficientPower(term.Coefficient, exponent);
        foreach (var factor in term.Factors) result = Multiply(result, FactorPower(factor, exponent));
        return result;
    }

    // (ab)^(1/2) = a^(1/2) b^(1/2) holds over the reals unless both can be negative.
    private static bool Splits(Term term, Rational exponent)
    {
        if (term.Factors.Any(factor => factor.Atom.IsImaginaryUnit)) return false;
        if (!exponent.Denominator.IsEven) return true;
        var signed = term.Factors.Count(factor => !factor.Atom.IsPositive && !(factor.Exponent.IsInteger && factor.Exponent.Numerator.IsEven));
        return term.Coefficient.Sign > 0 ? signed <= 1 : signed == 0 && exponent.Denominator == 2;
    }

    private Sum FactorPower(Factor factor, Rational exponent)
    {
        var (atom, inner) = factor;
        if (!exponent.IsInteger && exponent.Denominator.IsEven && !atom.IsPositive && inner.IsInteger && inner.Numerator.IsEven)
        {
            atom = Atom.Call("abs", Sum.From(atom)); // sqrt(x²) is |x|
        }
        return Normal(1, [new(atom, inner * exponent)]);
    }

    private Sum CoefficientPower(Rational value, Rational exponent)
    {
        if (exponent.IsInteger) return IntegerPower(value, exponent);
        var sign = Sum.From(Rational.One);
        if (value.Sign < 0)
        {
            value = -value;
            // Odd roots are the real ones; (-1)^(p/2) is i^p; other roots of -1 stay as they are.
            if (!exponent.Denominator.IsEven) sign = Sum.From(exponent.Numerator.IsEven ? 1 : -1);
            else if (exponent.Denominator == 2) sign = Normal(1, [new(Atom.Symbol("i"), new(exponent.Numerator))]);
            else return new([new(1, [new(Atom.Base(Sum.From(-value)), exponent)])]);
        }
        return Multiply(sign, Multiply(Root(value.Numerator, exponent), Root(value.Denominator, -exponent)));
    }

    private Sum IntegerPower(Rational value, Rational exponent)
    {
        var size = Rational.Abs(value);
        if (size.IsOne) return Sum.From(value.Sign > 0 || exponent.Numerator.IsEven ? 1 : -1);
        var bits = BigInteger.Abs(exponent.Numerator) * (size.Bits + 1);
        if (bits <= WorkBudget.MostBits) return Sum.From(Paid(Rational.Pow(value, (int)exponent.Numerator)));
        var sign = value.Sign < 0 && !exponent.Numerator.IsEven ? -1 : 1;
        return Scale(Multiply(Root(size.Numerator, exponent), Root(size.Denominator, -exponent)), sign);
    }

    // n^(p/q) as its primes to powers.
    private Sum Root(BigInteger value, Rational exponent)
    {
        var result = Sum.From(Rational.One);
        foreach (var (prime, power) in Primes.Factor(value, budget)) result = Multiply(result, Normal(1, [new(Atom.Integer(new(prime)), exponent * power)]));
        return result;
    }

    private Sum Multiply(Term a, Term b)
    {
        budget.Spend(30 + 4 * (a.Factors.Length + b.Factors.Length));
        var coefficient = Paid(a.Coefficient * b.Coefficient);
        if (a.Factors.Length == 0) return new([b.WithCoefficient(coefficient)]);
        if (b.Factors.Length == 0) return new([a.WithCoefficient(coefficient)]);
        var factors = new List<Factor>(a.Factors.Length + b.Factors.Length);
        var (i, j) = (0, 0);
        while (i < a.Factors.Length && j < b.Factors.Length)
        {
            var order = string.CompareOrdinal(a.Factors[i].Atom.Key, b.Factors[j].Atom.Key);
            if (order < 0) factors.Add(a.Factors[i++]);
            else if (order > 0) factors.Add(b.Factors[j++]);
            else factors.Add(new(a.Factors[i].Atom, a.Factors[i++].Exponent + b.Factors[j++].Exponent));
        }
        while (i < a.Factors.Length) factors.Add(a.Factors[i++]);
        while (j < b.Factors.Length) factors.Add(b.Factors[j++]);
        return Normal(coefficient, factors);
    }

    // Whole powers of integers go into the coefficient, i² = -1, a sum to a whole power is expanded.
    private Sum Normal(Rational coefficient, List<Factor> factors)
    {
        List<Sum>? expanded = null;
        var kept = new List<Factor>(factors.Count);
        foreach (var (atom, exponent) in factors)
        {
            if (exponent.IsZero) continue;
            if (atom.IsImaginaryUnit && exponent.IsInteger)
            {
                var turns = (int)(((exponent.Numerator % 4) + 4) % 4);
                if (turns >= 2) coefficient = -coefficient;
                if (turns % 2 == 1) kept.Add(new(atom, 1));
            }
            else if (atom.Kind == AtomKind.Integer) KeepRoot(atom, exponent, ref coefficient, kept);
            else if (atom.Kind == AtomKind.Base && exponent is { IsInteger: true, Sign: > 0 } && Expands(atom.Arguments[0], exponent))
                (expanded ??= []).Add(Repeated(atom.Arguments[0], (int)exponent.Numerator));
            else kept.Add(new(atom, exponent));
        }
        if (Quotient(kept) is { } quotient) (expanded ??= []).Add(quotient);
        var result = new Sum([new(coefficient, [.. kept])]);
        return expanded is null ? result : expanded.Aggregate(result, Multiply);
    }

    // a!/b! where a - b is a small integer: both leave the factors, their quotient is returned.
    private Sum? Quotient(List<Factor> kept)
    {
        for (var i = 0; i < kept.Count; i++)
        {
            for (var j = 0; j < kept.Count; j++)
            {
                if (!IsFactorial(kept[i]) || !IsFactorial(kept[j]) || kept[i].Exponent.Sign <= 0 || kept[j].Exponent.Sign >= 0) continue;
                var (top, bottom) = (kept[i].Atom.Arguments[0], kept[j].Atom.Arguments[0]);
                if (Subtract(top, bottom).Rational is not { IsInteger: true } gap || Rational.Abs(gap).CompareTo(LargestFactorialStep) > 0) continue;
                var steps = (int)gap.Numerator;
                var product = Sum.From(Rational.One);
                for (var step = 1; step <= Math.Abs(steps); step++) product = Multiply(product, Add(steps > 0 ? bottom : top, Sum.From(step)));
                var rest = kept[i].Exponent + kept[j].Exponent;
                var power = Rational.Abs(rest.Sign > 0 ? kept[j].Exponent : kept[i].Exponent);
                var (keep, drop) = rest.Sign > 0 ? (i, j) : (j, i);
                kept[keep] = new(kept[keep].Atom, rest);
                if (rest.IsZero) kept.RemoveAt(Math.Max(i, j));
                kept.RemoveAt(rest.IsZero ? Math.Min(i, j) : drop);
                var quotient = Power(product, steps > 0 ? power : -power);
                return Quotient(kept) is { } more ? Multiply(quotient, more) : quotient;
            }
        }
        return null;
    }

    private static bool IsFactorial(Factor factor) => factor is { Atom: { Kind: AtomKind.Call, Name: "fact" }, Exponent.IsInteger: true };

    private void KeepRoot(Atom atom, Rational exponent, ref Rational coefficient, List<Factor> kept)
    {
        var whole = exponent.Floor();
        if (BigInteger.Abs(whole) * (atom.Value.Bits + 1) > WorkBudget.MostBits)
        {
            kept.Add(new(atom, exponent));
            return;
        }
        coefficient = Paid(coefficient * Rational.Pow(atom.Value, (int)whole));
        var rest = exponent - new Rational(whole);
        if (!rest.IsZero) kept.Add(new(atom, rest));
    }

    private Sum Total(List<Sum> sums, int start, int count)
    {
        if (count == 0) return Sum.Zero;
        if (count == 1) return sums[start];
        var half = count / 2;
        return Add(Total(sums, start, half), Total(sums, start + half, count - half));
    }

    private Rational Paid(Rational value)
    {
        var bits = value.Bits;
        if (bits > 4 * WorkBudget.MostBits) throw CheckAborted.Budget();
        budget.Spend(1 + bits / 64 * (1 + bits / 2048));
        return value;
    }

    /// <summary>The square root.</summary>
    public Sum Sqrt(Sum a) => Power(a, Half);
}
