namespace ExtraCot.Text.Answers;

/// <summary>Compares equations, inequalities and chains, with each other and with values, lists and intervals.</summary>
internal sealed class RelationComparer(Canonicalizer canonical, ScalarComparer scalars, RealSets sets, Func<Node, Node, Decision> compare)
{
    /// <summary>The decision where one of the two is a relation or a list of relations, else null.</summary>
    public Decision? Compare(Node gold, Node answer)
    {
        if (!IsRelational(gold) && !IsRelational(answer)) return null;
        if (gold is Node.Relation { Operators: ["in"] } member && !IsRelational(answer)) return compare(member.Items[1], answer);
        if (answer is Node.Relation { Operators: ["in"] } element && !IsRelational(gold)) return compare(gold, element.Items[1]);
        if (Coordinates(gold, answer) is { } expanded) return compare(expanded.Gold, expanded.Answer);
        if (IsApproximation(gold, answer)) return new(true, VerdictRule.Decimal);
        var (g, a) = (Exact(gold), Exact(answer));
        if (!ReferenceEquals(g, gold) || !ReferenceEquals(a, answer)) return compare(g, a);
        if (g is Node.Relation left && a is Node.Relation right) return Relations(left, right);
        if (Bounds(g) || Bounds(a))
        {
            return sets.Of(g) is { } x && sets.Of(a) is { } y
                ? Decision.Of(SameUnknown(g, a) && sets.Same(x, y), VerdictRule.Interval)
                : Lists(g, a) ?? (g is Node.Sequence && a is Node.Sequence ? null : Decision.No(VerdictRule.Kind));
        }
        if (g is Node.Relation one) return Value(one) is { } value ? compare(value, a) : Decision.No(VerdictRule.Kind);
        if (a is Node.Relation other) return Value(other) is { } value ? compare(g, value) : Decision.No(VerdictRule.Kind);
        return Lists(g, a);
    }

    /// <summary>The values of assignments to distinct names, in the names' alphabetical order: x = 1, y = 2 is the point (1, 2). Null for any other list.</summary>
    public static IReadOnlyList<Node>? InOrder(Node.Sequence sequence)
    {
        var values = new SortedDictionary<string, Node>(StringComparer.Ordinal);
        foreach (var item in sequence.Items)
        {
            if (item is not Node.Relation { Operators: ["="], Items: [Node.Symbol name, var value] } || !values.TryAdd(name.Name, value)) return null;
        }
        return [.. values.Values];
    }

    // (x, y) = (5, 3): the point beside a point, two equations beside equations.
    private static (Node Gold, Node Answer)? Coordinates(Node gold, Node answer)
    {
        var (g, a) = (Named(gold), Named(answer));
        if (g is null && a is null) return null;
        if (g is not null && a is not null) return g.Value.Names.SequenceEqual(a.Value.Names) ? (g.Value.Point, a.Value.Point) : (Equations(g.Value), Equations(a.Value));
        if (g is { } left) return answer is Node.Sequence ? (Equations(left), answer) : (left.Point, answer);
        return gold is Node.Sequence ? (gold, Equations(a!.Value)) : (gold, a!.Value.Point);
    }

    private static Node.Sequence Equations((List<string> Names, Node.Tuple Point) named) =>
        new([.. named.Names.Zip(named.Point.Items, (name, value) => new Node.Relation([new Node.Symbol(name), value], ["="]))], false);

    private static (List<string> Names, Node.Tuple Point)? Named(Node node) =>
        node is Node.Relation { Operators: ["="], Items: [Node.Tuple names, Node.Tuple point] } && names.Items.Count == point.Items.Count && names.Items.All(item => item is Node.Symbol)
            ? ([.. names.Items.Cast<Node.Symbol>().Select(symbol => symbol.Name)], point)
            : null;

    private static bool IsRelational(Node node) => node is Node.Relation || node is Node.Sequence sequence && sequence.Items.Any(item => item is Node.Relation);

    private static bool Bounds(Node node) => node switch
    {
        Node.Relation relation => relation.Operators.Any(sign => sign is not ("=" or "~")),
        Node.Sequence sequence => sequence.Items.Any(Bounds),
        _ => false,
    };

    // Without an unknown of its own (an interval) the other's may be any.
    private static bool SameUnknown(Node a, Node b) => RealSets.Unknown(a) is not { } x || RealSets.Unknown(b) is not { } y || x == y;

    // A gold answer that states its own approximation ("2/3 ≈ 0.67") accepts either.
    private bool IsApproximation(Node gold, Node answer) =>
        gold is Node.Relation { Operators: [.., "~"] } relation && answer is not Node.Relation && !IsName(relation.Items[^2]) && compare(relation.Items[^1], answer).Equal;

    // Drops what is only approximately equal, behind the exact value; "x ≈ 3.14" is read as "x = 3.14".
    private static Node Exact(Node node)
    {
        if (node is not Node.Relation relation || relation.Operators.All(sign => sign != "~")) return node;
        var cut = relation.Operators.TakeWhile(sign => sign != "~").Count();
        if (cut == 0 && IsName(relation.Items[0]))
        {
            return Exact(relation with { Operators = ["=", .. relation.Operators.Skip(1)] });
        }
        return cut == 0 ? relation.Items[0] : new Node.Relation([.. relation.Items.Take(cut + 1)], [.. relation.Operators.Take(cut)]);
    }

    // What "x = 5", "f(x) = x + 1", "x ∈ {1, 2}" or "A = πr² = 9π" say the answer is.
    private Node? Value(Node.Relation relation)
    {
        if (relation.Operators is ["in"]) return relation.Items[1];
        if (relation.Operators.Any(sign => sign != "=")) return null;
        var named = IsName(relation.Items[0]);
        if (!named && relation.Items.Count == 2 && IsName(relation.Items[1]) && relation.Items[0] is Node.Number) return relation.Items[0]; // 5 = x
        var values = named ? [.. relation.Items.Skip(1)] : relation.Items;
        return (named || IsConstant(values[0]) || IsAsked(values[0]) && IsConstant(values[^1])) && IsConsistent(values) ? values[^1] : null;
    }

    // "tan A = 2", "a + b = 5": a function's value or a sum, product or quotient of unknowns is what was asked for; "2x = 6" and "x + 2 = 6" are equations.
    private static bool IsAsked(Node node) => node switch
    {
        Node.Call call => call.Arguments.All(argument => argument is Node.Symbol),
        Node.Add add => add.Items.All(IsName),
        Node.Multiply product => product.Items.All(IsName),
        Node.Divide quotient => IsName(quotient.Top) && IsName(quotient.Bottom),
        _ => false,
    };

    // A chain whose constants disagree says nothing.
    private bool IsConsistent(IReadOnlyList<Node> values)
    {
        for (var index = 1; index < values.Count; index++)
        {
            if (IsConstant(values[index - 1]) && IsConstant(values[index]) && !compare(values[index - 1], values[index]).Equal) return false;
        }
        return true;
    }

    private bool IsConstant(Node node)
    {
        try
        {
            return ScalarComparer.Variables(canonical.Of(node)).Count == 0;
        }
        catch (CheckAborted aborted) when (aborted.Rule != VerdictRule.Budget)
        {
            return false;
        }
    }

    private static bool IsName(Node node) => node switch
    {
        Node.Symbol { Name: not ("π" or "e" or "i" or "∞") } => true,
        Node.Call call => call.Name.StartsWith("call:", StringComparison.Ordinal),
        Node.Ratio ratio => ratio.Parts.All(IsName),
        Node.Multiply product => product.Items.All(item => item is Node.Symbol { Name.Length: 1 } letter && char.IsAsciiLetterUpper(letter.Name[0])),
        _ => false,
    };

    private Decision Relations(Node.Relation gold, Node.Relation answer)
    {
        if (gold.Operators is ["in"] && answer.Operators is ["in"])
            return compare(gold.Items[0], answer.Items[0]).Equal ? compare(gold.Items[1], answer.Items[1]) : Decision.No(VerdictRule.Interval);
        if (gold.Operators is ["="] && answer.Operators is ["="]) return Decision.Of(Equations(gold, answer), VerdictRule.Equation);
        if (gold.Operators.All(sign => sign == "=") && answer.Operators.All(sign => sign == "=")) return Decision.Of(EqualChains(gold, answer), VerdictRule.Equation);
        if (sets.Of(gold) is { } a && sets.Of(answer) is { } b) return Decision.Of(SameUnknown(gold, answer) && sets.Same(a, b), VerdictRule.Interval);
        return Decision.Of(Chains(gold, answer), VerdictRule.Inequality);
    }

    private bool Equations(Node.Relation gold, Node.Relation answer)
    {
        var (a, b, c, d) = (gold.Items[0], gold.Items[1], answer.Items[0], answer.Items[1]);
        if (compare(a, c).Equal && compare(b, d).Equal || compare(a, d).Equal && compare(b, c).Equal) return true;
        return Difference(a, b) is { } x && Difference(c, d) is { } y && scalars.Proportional(x, y, positive: false);
    }

    // x = a = b against x = b: one name, one final value.
    private bool EqualChains(Node.Relation gold, Node.Relation answer) =>
        compare(gold.Items[0], answer.Items[0]).Equal && Value(gold) is { } a && Value(answer) is { } b && compare(a, b).Equal
        || gold.Items.Count == answer.Items.Count && gold.Items.Zip(answer.Items).All(pair => compare(pair.First, pair.Second).Equal);

    private bool Chains(Node.Relation gold, Node.Relation answer)
    {
        if (gold.Operators.Count != answer.Operators.Count) return false;
        var links = Enumerable.Range(0, gold.Operators.Count);
        return links.All(index => Inequalities(Link(gold, index), Link(answer, index)))
            || links.All(index => Inequalities(Link(gold, index), Link(answer, answer.Operators.Count - 1 - index)));
    }

    private static Node.Relation Link(Node.Relation chain, int index) => new([chain.Items[index], chain.Items[index + 1]], [chain.Operators[index]]);

    private bool Inequalities(Node.Relation gold, Node.Relation answer)
    {
        var (a, b) = (LessThan(gold), LessThan(answer));
        if (a.Operators[0] != b.Operators[0]) return false;
        if (a.Operators[0] is "=" or "!=") return Equations(a, b);
        if (compare(a.Items[0], b.Items[0]).Equal && compare(a.Items[1], b.Items[1]).Equal) return true;
        return Difference(a.Items[0], a.Items[1]) is { } x && Difference(b.Items[0], b.Items[1]) is { } y && scalars.Proportional(x, y, positive: true);
    }

    private static Node.Relation LessThan(Node.Relation link) => link.Operators[0] is ">" or ">="
        ? new([link.Items[1], link.Items[0]], [RealSets.Mirrored(link.Operators[0])])
        : link;

    private Sum? Difference(Node left, Node right)
    {
        try
        {
            return canonical.Algebra.Subtract(canonical.Of(left), canonical.Of(right));
        }
        catch (CheckAborted aborted) when (aborted.Rule != VerdictRule.Budget)
        {
            return null;
        }
    }

    // "x = 1, x = 2" and "x = 1, 2" are the list 1, 2; "x = 5, y = 3" stays a list of equations.
    private Decision? Lists(Node gold, Node answer)
    {
        var (a, b) = (Values(gold), Values(answer));
        if (a is null && b is null) return null;
        if (a is not null && b is not null && a.Value.Name is { } x && b.Value.Name is { } y && x != y) return Decision.No(VerdictRule.Set);
        return compare(a?.List ?? gold, b?.List ?? answer);
    }

    private static (string? Name, Node List)? Values(Node node)
    {
        if (node is not Node.Sequence { Items: [Node.Relation { Operators: ["="], Items: [Node.Symbol name, _] }, ..] } sequence) return null;
        var values = new List<Node>();
        foreach (var item in sequence.Items)
        {
            if (item is Node.Relation { Operators: ["="], Items: [Node.Symbol other, var value] } && Unnumbered(other) == Unnumbered(name)) values.Add(value);
            else if (item is not Node.Relation) values.Add(item);
            else return null;
        }
        return (Unnumbered(name), new Node.Sequence(values, false));
    }

    // x_1 = 1, x_2 = 2 are two values of x.
    private static string Unnumbered(Node.Symbol symbol) => symbol.Name is [_, '_', _] ? symbol.Name[..1] : symbol.Name;
}
