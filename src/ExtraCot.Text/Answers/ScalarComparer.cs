namespace ExtraCot.Text.Answers;

/// <summary>Compares scalars: exactly, by rounding of decimals, by canonical form, by evaluation.</summary>
internal sealed class ScalarComparer(WorkBudget budget, Canonicalizer canonical)
{
    private const int RoundedDigits = 6; // significant digits a rounded decimal needs: 1/3 is .333333, not .3333
    private const int Points = 9;
    private const int AgreeingPoints = 3;
    private const int MostVariables = 12;
    private static readonly Rational DecimalTolerance = Rational.Of(1, 1_000_000_000);
    private static readonly int[] Tops = [13, 29, 7, 53, 17, 41, 5, 71, 31, 11, 61, 23, 19, 3, 47];
    private static readonly int[] Bottoms = [10, 9, 16, 14, 27, 8, 12, 25, 6, 32, 21];

    private Algebra Algebra => canonical.Algebra;

    public Decision Compare(Node gold, Node answer)
    {
        var (a, b) = (canonical.Of(gold), canonical.Of(answer));
        var decision = Compare(a, b, DecimalLiteral.Of(gold), DecimalLiteral.Of(answer));
        return decision.Equal ? decision : WithDegrees(a, b) ?? decision;
    }

    /// <summary>Compares angles in radians, degrees converted.</summary>
    public Decision CompareInRadians(Node gold, Node answer)
    {
        var factor = canonical.RadiansPerDegree();
        return CompareExpressions(canonical.WithoutDegrees(canonical.Of(gold), factor), canonical.WithoutDegrees(canonical.Of(answer), factor)) with { Rule = VerdictRule.Quantity };
    }

    /// <summary>The sign of a − b: 0 where they agree to 51 digits, null where it is not known.</summary>
    public int? Order(Sum a, Sum b)
    {
        var difference = Algebra.Subtract(a, b);
        if (difference.Rational is { } exact) return exact.Sign;
        if (Variables(difference).Count > 0) return null;
        try
        {
            var value = new Evaluator(budget, new Dictionary<string, Ball>(), complex: false).Evaluate(difference).Re;
            return value.Sign != 0 ? value.Sign : CompareExpressions(a, b).Equal ? 0 : null;
        }
        catch (CheckAborted aborted) when (aborted.Rule != VerdictRule.Budget)
        {
            return null;
        }
    }

    /// <summary>Whether two expressions are one nonzero constant apart as factors; positive where that is asked.</summary>
    public bool Proportional(Sum a, Sum b, bool positive)
    {
        if (a.IsZero || b.IsZero) return false;
        var factor = a.Terms[0].Coefficient / b.Terms[0].Coefficient;
        if ((!positive || factor.Sign > 0) && a.Terms[0].Key == b.Terms[0].Key && Algebra.Subtract(a, Algebra.Scale(b, factor)).IsZero) return true;
        var names = Variables(a).Union(Variables(b)).Order(StringComparer.Ordinal).ToList();
        if (names.Count is 0 or > MostVariables) return false;
        ComplexBall? ratio = null;
        var agreeing = 0;
        for (var point = 0; point < Points; point++)
        {
            var at = Point(names, point, wholeNumbers: false);
            if (TryEvaluate(a, at, false) is not { } x || TryEvaluate(b, at, false) is not { } y || y.Re.ContainsZero || x.Re.ContainsZero) continue;
            var quotient = x / y;
            if (positive && quotient.Re.Sign < 0) return false;
            if (ratio is null) ratio = quotient;
            else if (ComplexBall.Agree(quotient, ratio.Value) != true) return false;
            else agreeing++;
        }
        return agreeing >= AgreeingPoints;
    }

    public static HashSet<string> Variables(Sum sum) => [.. Atoms(sum).Where(atom => atom.IsVariable).Select(atom => atom.Name)];

    private Decision Compare(Sum a, Sum b, DecimalLiteral? decimalA, DecimalLiteral? decimalB)
    {
        if (a.Rational is { } x && b.Rational is { } y)
        {
            if (x == y) return new(true, VerdictRule.Rational);
            if (decimalA is null && decimalB is null) return new(false, VerdictRule.Rational);
            var close = decimalA is not null && decimalB is not null
                && Rational.Abs(x - y).CompareTo(DecimalTolerance * Max(Rational.Abs(x), Rational.Abs(y))) <= 0;
            return new(close || Rounds(decimalA, y) || Rounds(decimalB, x), VerdictRule.Decimal);
        }
        if (decimalA is not null) return RoundsTo(decimalA.Value, b);
        if (decimalB is not null) return RoundsTo(decimalB.Value, a);
        return CompareExpressions(a, b);
    }

    private static Rational Max(Rational a, Rational b) => a.CompareTo(b) > 0 ? a : b;

    private static bool Rounds(DecimalLiteral? literal, Rational value) =>
        literal is { Significant: >= RoundedDigits } rounded && Rational.Abs(rounded.Value - value).CompareTo(rounded.HalfUnit) <= 0;

    private Decision RoundsTo(DecimalLiteral literal, Sum exact)
    {
        if (literal.Significant < RoundedDigits || Variables(exact).Count > 0) return CompareExpressions(Sum.From(literal.Value), exact);
        if (TryEvaluate(exact, [], complex: true) is not { IsReal: true } value) return new(false, VerdictRule.Decimal);
        var beyond = Ball.Abs(value.Re - Ball.From(literal.Value)) - Ball.From(literal.HalfUnit);
        return new(beyond.Sign < 0, VerdictRule.Decimal);
    }

    private Decision CompareExpressions(Sum a, Sum b)
    {
        var difference = Algebra.Subtract(a, b);
        if (difference.IsZero) return new(true, VerdictRule.Symbolic);
        if (difference.Rational is not null) return new(false, VerdictRule.Symbolic);
        var atoms = Atoms(difference);
        if (atoms.All(atom => atom.IsVariable) && IsPolynomial(difference)) return new(false, VerdictRule.Symbolic);
        var names = Variables(a).Union(Variables(b)).Order(StringComparer.Ordinal).ToList();
        if (names.Count > MostVariables) throw CheckAborted.Budget();
        return names.Count == 0 ? new(AgreeAsConstants(a, b, difference), VerdictRule.Numeric) : new(AgreeAtPoints(a, b, atoms, names), VerdictRule.Sampled);
    }

    private static bool IsPolynomial(Sum sum) => sum.Terms.All(term => term.Factors.All(factor => factor.Exponent is { IsInteger: true, Sign: > 0 }));

    private bool AgreeAsConstants(Sum a, Sum b, Sum difference)
    {
        if (a.Terms.Count == 1 && b.Terms.Count == 1 && Algebra.Divide(a, b).Rational is { } quotient) return quotient.IsOne; // 2000! and 2000·1999!
        if (TryEvaluate(difference, [], true) is not { } gap || gap.Re.Sign != 0 || gap.Im.Sign != 0) return false;
        return TryEvaluate(a, [], true) is { } x && TryEvaluate(b, [], true) is { } y && ComplexBall.Agree(x, y) == true;
    }

    // Both defined and alike at enough points, and nowhere just one of them: ln(x²) is not 2 ln x.
    private bool AgreeAtPoints(Sum a, Sum b, List<Atom> atoms, List<string> names)
    {
        var complex = atoms.Any(atom => atom.IsImaginaryUnit);
        var wholeNumbers = atoms.Any(NeedsWholeNumbers);
        var agreeing = 0;
        for (var point = 0; point < Points; point++)
        {
            var at = Point(names, point, wholeNumbers);
            var (x, y) = (TryEvaluate(a, at, complex), TryEvaluate(b, at, complex));
            if (x is null != y is null) return false;
            if (x is null || y is null) continue;
            var agree = ComplexBall.Agree(x.Value, y.Value);
            if (agree == false) return false;
            if (agree == true) agreeing++;
        }
        return agreeing >= AgreeingPoints;
    }

    private static bool NeedsWholeNumbers(Atom atom) =>
        atom.Kind == AtomKind.Call && (atom.Name is "fact" or "binom" || atom.Name == "pow" && atom.Arguments[0].Rational is { Sign: < 0 });

    // A third of the points all positive and above one, a third in (0, 1), one all negative, the rest of mixed signs. Whole numbers
    // differ in size, n the largest: binomials and factorials of differences then have values.
    private static Dictionary<string, Ball> Point(List<string> names, int point, bool wholeNumbers)
    {
        var values = new Dictionary<string, Ball>();
        for (var i = 0; i < names.Count; i++)
        {
            var (top, bottom) = (Tops[(3 * i + 7 * point) % Tops.Length], Bottoms[(5 * i + 3 * point) % Bottoms.Length]);
            var value = Rational.Of(top, bottom) + Rational.Of(1 + i, 97);
            if (point % 3 == 1) value = value / (value + 1);
            if (point == 2 || point % 3 == 2 && (point / 3 + i) % 2 == 0) value = -value;
            values[names[i]] = wholeNumbers ? 1 + (3 * i + 2 * point) % 17 + (names[i] is "n" or "N" ? 17 : 0) : Ball.From(value);
        }
        return values;
    }

    private ComplexBall? TryEvaluate(Sum sum, Dictionary<string, Ball> at, bool complex)
    {
        try
        {
            return new Evaluator(budget, at, complex).Evaluate(sum);
        }
        catch (CheckAborted aborted) when (aborted.Rule != VerdictRule.Budget)
        {
            return null;
        }
    }

    // 90° is 90 and π/2; but 90 is not π/2.
    private Decision? WithDegrees(Sum a, Sum b)
    {
        var (inA, inB) = (HasDegrees(a), HasDegrees(b));
        if (inA == inB) return null;
        foreach (var factor in (Sum[])[Sum.From(Rational.One), canonical.RadiansPerDegree()])
        {
            var decision = CompareExpressions(inA ? canonical.WithoutDegrees(a, factor) : a, inB ? canonical.WithoutDegrees(b, factor) : b);
            if (decision.Equal) return new(true, VerdictRule.Quantity);
        }
        return null;
    }

    private static bool HasDegrees(Sum sum) => Variables(sum).Contains("°");

    private static List<Atom> Atoms(Sum sum)
    {
        var atoms = new List<Atom>();
        sum.CollectAtoms(atoms);
        return atoms;
    }
}
