namespace ExtraCot.Text.Answers;

/// <summary>The names of the rules a <see cref="Verdict"/> can rest on.</summary>
public static class VerdictRule
{
    /// <summary>Exact integers and fractions.</summary>
    public const string Rational = "rational";

    /// <summary>A decimal against an exact value or another decimal, by rounding or 1e-9 relative.</summary>
    public const string Decimal = "decimal";

    /// <summary>Both sides have one canonical form, or forms proved different.</summary>
    public const string Symbolic = "symbolic";

    /// <summary>Constants compared to at least 50 digits.</summary>
    public const string Numeric = "numeric";

    /// <summary>Expressions with variables compared at the fixed sample points to at least 50 digits.</summary>
    public const string Sampled = "sampled";

    /// <summary>Values with units of measure or currency.</summary>
    public const string Quantity = "quantity";

    /// <summary>Ordered tuples, points and vectors.</summary>
    public const string Tuple = "tuple";

    /// <summary>Unordered lists and sets as multisets, plus-minus lists among them.</summary>
    public const string Set = "set";

    /// <summary>Intervals, their unions, and inequalities in one unknown.</summary>
    public const string Interval = "interval";

    /// <summary>Matrices cell by cell.</summary>
    public const string Matrix = "matrix";

    /// <summary>Equations up to side swap and scaling.</summary>
    public const string Equation = "equation";

    /// <summary>Inequalities up to side swap and positive scaling.</summary>
    public const string Inequality = "inequality";

    /// <summary>Times and ratios, part by part.</summary>
    public const string Ratio = "ratio";

    /// <summary>Words, names, dates, option letters.</summary>
    public const string Text = "text";

    /// <summary>The two answers are of kinds that are never equal.</summary>
    public const string Kind = "kind";

    /// <summary>The work budget ran out or a size limit was passed; never equal.</summary>
    public const string Budget = "budget";

    /// <summary>One of the answers is empty.</summary>
    public const string Empty = "empty";

    /// <summary>The response holds no answer.</summary>
    public const string Missing = "missing";
}
