namespace ExtraCot.Text.Answers;

/// <summary>A parsed answer.</summary>
internal abstract record Node
{
    /// <summary>A literal; <paramref name="Places"/> and <paramref name="Significant"/> count a decimal's digits (places null: not a decimal).</summary>
    public sealed record Number(Rational Value, int? Places = null, int Significant = 0) : Node;

    /// <summary>A variable or constant: x, x_1, π, e, i, ∞, °.</summary>
    public sealed record Symbol(string Name) : Node;

    public sealed record Add(IReadOnlyList<Node> Items) : Node;

    public sealed record Multiply(IReadOnlyList<Node> Items) : Node;

    public sealed record Divide(Node Top, Node Bottom) : Node;

    public sealed record Power(Node Base, Node Exponent) : Node;

    /// <summary>A function of its arguments, by name.</summary>
    public sealed record Call(string Name, IReadOnlyList<Node> Arguments) : Node;

    /// <summary>Plus or minus the value; <paramref name="MinusFirst"/> for ∓.</summary>
    public sealed record PlusMinus(Node Value, bool MinusFirst) : Node;

    /// <summary>An ordered tuple, point, vector or interval with its brackets.</summary>
    public sealed record Tuple(char Open, char Close, IReadOnlyList<Node> Items) : Node;

    public sealed record Set(IReadOnlyList<Node> Items) : Node;

    /// <summary>Several answers without brackets; <paramref name="Conjunction"/> where "and" joins them.</summary>
    public sealed record Sequence(IReadOnlyList<Node> Items, bool Conjunction) : Node;

    /// <summary>Two sets joined by ∪, ∩ or ∖.</summary>
    public sealed record SetOperation(char Operator, Node Left, Node Right) : Node;

    public sealed record Matrix(IReadOnlyList<IReadOnlyList<Node>> Rows) : Node;

    /// <summary>A chain such as a &lt; b ≤ c; one operator less than items.</summary>
    public sealed record Relation(IReadOnlyList<Node> Items, IReadOnlyList<string> Operators) : Node;

    /// <summary>A value with a unit of measure or currency.</summary>
    public sealed record Quantity(Node Value, string Unit) : Node;

    /// <summary>A ratio or time, a:b or a:b:c, with what follows it (am, pm); a time where minutes have two digits.</summary>
    public sealed record Ratio(IReadOnlyList<Node> Parts, string Suffix, bool IsTime) : Node;

    /// <summary>Words, in comparable form.</summary>
    public sealed record Words(string Text) : Node;
}
