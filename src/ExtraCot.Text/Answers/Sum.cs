using System.Text;

namespace ExtraCot.Text.Answers;

/// <summary>What an <see cref="Atom"/> stands for.</summary>
internal enum AtomKind
{
    /// <summary>A variable, or one of the constants π, e, i, °.</summary>
    Symbol,

    /// <summary>A positive integer that carries a fractional or huge exponent.</summary>
    Integer,

    /// <summary>A sum that carries a negative or fractional exponent, or one too large to expand.</summary>
    Base,

    /// <summary>A function of canonical arguments.</summary>
    Call,
}

/// <summary>A factor the algebra does not look into; equal where the keys are.</summary>
internal sealed record Atom(AtomKind Kind, string Key, string Name, IReadOnlyList<Sum> Arguments, Rational Value)
{
    /// <value>The imaginary unit.</value>
    public bool IsImaginaryUnit => Kind == AtomKind.Symbol && Name == "i";

    public bool IsVariable => Kind == AtomKind.Symbol && Name is not ("π" or "e" or "i");

    public bool IsPositive => Kind == AtomKind.Integer || Kind == AtomKind.Symbol && Name is "π" or "e" || Kind == AtomKind.Call && Name == "abs";

    public static Atom Symbol(string name) => new(AtomKind.Symbol, name, name, [], default);

    public static Atom Integer(Rational value) => new(AtomKind.Integer, value.ToString(), "", [], value);

    public static Atom Base(Sum sum) => new(AtomKind.Base, $"({sum})", "", [sum], default);

    public static Atom Call(string name, params IReadOnlyList<Sum> arguments) =>
        new(AtomKind.Call, $"{name}({string.Join(",", arguments)})", name, arguments, default);

    public bool Equals(Atom? other) => other is not null && Kind == other.Kind && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}

/// <summary>An atom to a power.</summary>
internal readonly record struct Factor(Atom Atom, Rational Exponent)
{
    public override string ToString() => Exponent.IsOne ? Atom.Key
        : Exponent is { IsInteger: true, Sign: > 0 } ? $"{Atom.Key}^{Exponent}" : $"{Atom.Key}^({Exponent})";
}

/// <summary>A rational coefficient times atoms, ordered by key.</summary>
internal sealed class Term(Rational coefficient, Factor[] factors)
{
    public Rational Coefficient { get; } = coefficient;

    public Factor[] Factors { get; } = factors;

    /// <value>The factors as text: like terms have one key.</value>
    public string Key { get; } = factors.Length == 0 ? "" : string.Join("*", factors);

    public Term WithCoefficient(Rational value) => new(value, Factors);
}

/// <summary>A canonical expression: a sum of terms ordered by key, like terms combined, none zero.</summary>
internal sealed class Sum(IReadOnlyList<Term> terms)
{
    private string? text;

    public static Sum Zero { get; } = new([]);

    public IReadOnlyList<Term> Terms { get; } = terms;

    public bool IsZero => Terms.Count == 0;

    /// <value>The value where it is a rational number, else null.</value>
    public Rational? Rational => Terms.Count switch
    {
        0 => Answers.Rational.Zero,
        1 when Terms[0].Factors.Length == 0 => Terms[0].Coefficient,
        _ => null,
    };

    public static Sum From(Rational value) => value.IsZero ? Zero : new([new(value, [])]);

    public static Sum From(Atom atom) => new([new(1, [new(atom, 1)])]);

    /// <summary>Collects every atom, those inside arguments as well.</summary>
    public void CollectAtoms(ICollection<Atom> found)
    {
        foreach (var term in Terms)
        {
            foreach (var factor in term.Factors)
            {
                found.Add(factor.Atom);
                foreach (var argument in factor.Atom.Arguments) argument.CollectAtoms(found);
            }
        }
    }

    public override string ToString() => text ??= Write();

    private string Write()
    {
        if (IsZero) return "0";
        var written = new StringBuilder();
        foreach (var term in Terms)
        {
            var sign = term.Coefficient.Sign < 0 ? "-" : written.Length > 0 ? "+" : "";
            var size = Answers.Rational.Abs(term.Coefficient);
            written.Append(sign);
            if (term.Factors.Length == 0) written.Append(size);
            else written.Append(size.IsOne ? "" : $"{size}*").Append(term.Key);
        }
        return written.ToString();
    }
}
