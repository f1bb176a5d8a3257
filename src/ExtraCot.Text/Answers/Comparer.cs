namespace ExtraCot.Text.Answers;

/// <summary>Compares parsed answers kind by kind. The first argument is always the gold one.</summary>
internal sealed class Comparer
{
    private const int MostItems = 200;
    private readonly WorkBudget budget;
    private readonly Canonicalizer canonical;
    private readonly ScalarComparer scalars;
    private readonly RealSets sets;
    private readonly RelationComparer relations;

    public Comparer(WorkBudget budget)
    {
        this.budget = budget;
        canonical = new(budget);
        scalars = new(budget, canonical);
        sets = new(canonical, scalars);
        relations = new(canonical, scalars, sets, Compare);
    }

    public Decision Compare(Node gold, Node answer)
    {
        budget.Spend(20);
        var (g, a) = (Shapes.Of(gold), Shapes.Of(answer));
        if (g is Node.Words || a is Node.Words) return Words(g, a);
        if (relations.Compare(g, a) is { } related) return related;
        if (Sets(g, a) is { } set) return set;
        if (g is Node.Ratio || a is Node.Ratio) return Ratios(g, a);
        if (g is Node.Quantity || a is Node.Quantity) return Quantities(g, a);
        if (g is Node.Matrix || a is Node.Matrix) return Matrices(g, a);
        if (Items(g) is not null || Items(a) is not null) return Unordered(g, a);
        if (g is Node.Tuple || a is Node.Tuple) return Tuples(g, a);
        return Scalars(g, a);
    }

    /// <summary>A person's view of what was compared.</summary>
    public string Describe(Node node) => new Description(canonical).Of(Shapes.Of(node));

    private Decision Scalars(Node gold, Node answer)
    {
        try
        {
            return scalars.Compare(gold, answer);
        }
        catch (CheckAborted aborted) when (aborted.Rule != VerdictRule.Budget)
        {
            return Decision.No(aborted.Rule);
        }
    }

    private Decision Words(Node gold, Node answer)
    {
        if (gold is Node.Words a && answer is Node.Words b && a.Text == b.Text) return new(true, VerdictRule.Text);
        var (g, m) = (Meaning(gold), Meaning(answer));
        return g is not null && m is not null ? Compare(g, m) : Decision.No(gold is Node.Words && answer is Node.Words ? VerdictRule.Text : VerdictRule.Kind);
    }

    private static Node? Meaning(Node node) => node is Node.Words words ? TextForms.Meaning(words.Text) : node;

    private Decision? Sets(Node gold, Node answer)
    {
        if (gold is not Node.SetOperation && answer is not Node.SetOperation) return null;
        (gold, answer) = (Union(gold), Union(answer));
        return sets.Of(gold) is { } a && sets.Of(answer) is { } b
            ? Decision.Of(sets.Same(a, b), VerdictRule.Interval)
            : Operations(gold, answer);
    }

    // Beside a union, a list of intervals is one as well.
    private static Node Union(Node node) => node is Node.Sequence sequence && sequence.Items.All(item => item is Node.Tuple { Items.Count: 2 })
        ? sequence.Items.Aggregate((left, right) => new Node.SetOperation('∪', left, right))
        : node;

    // Sets whose ends cannot be ordered: part by part in the order written.
    private Decision Operations(Node gold, Node answer) =>
        gold is Node.SetOperation a && answer is Node.SetOperation b && a.Operator == b.Operator
        && Compare(a.Left, b.Left).Equal && Compare(a.Right, b.Right).Equal
            ? new(true, VerdictRule.Interval)
            : Decision.No(VerdictRule.Interval);

    private Decision Ratios(Node gold, Node answer)
    {
        if (Ratio(gold) is not { } a || Ratio(answer) is not { } b) return Decision.No(VerdictRule.Kind);
        var (first, second) = (Letters(a.Suffix), Letters(b.Suffix));
        if (first.Length > 0 && second.Length > 0 && first != second) return Decision.No(VerdictRule.Ratio);
        if (a.IsTime || b.IsTime) return Decision.Of(SameInOrder(a.Parts, b.Parts), VerdictRule.Ratio);
        var same = a.Parts.Count == b.Parts.Count && Enumerable.Range(1, a.Parts.Count - 1).All(index =>
            Scalars(new Node.Multiply([a.Parts[0], b.Parts[index]]), new Node.Multiply([b.Parts[0], a.Parts[index]])).Equal);
        return Decision.Of(same && (a.Parts.Count > 2 || Scalars(new Node.Divide(a.Parts[0], a.Parts[1]), new Node.Divide(b.Parts[0], b.Parts[1])).Equal), VerdictRule.Ratio);
    }

    // 3:2 may be written 3/2, and 5 pm is 5:00 pm.
    private static Node.Ratio? Ratio(Node node) => node switch
    {
        Node.Ratio ratio => ratio,
        Node.Divide fraction => new([fraction.Top, fraction.Bottom], "", false),
        Node.Number { Places: null } number => new([number, new Node.Number(1)], "", false),
        Node.Quantity { Unit: "am" or "pm" } time => new([time.Value, new Node.Number(0)], time.Unit, true),
        _ => null,
    };

    private static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetter));

    private Decision Quantities(Node gold, Node answer)
    {
        (gold, answer) = (Measured(gold, answer), Measured(answer, gold));
        if (gold is Node.Quantity a && answer is Node.Quantity b)
        {
            if (UnitsOfMeasure.Factor(a.Unit, b.Unit) is not { } factor) return Decision.No(VerdictRule.Quantity);
            return factor.IsOne
                ? Compare(a.Value, b.Value) with { Rule = VerdictRule.Quantity }
                : Scalars(a.Value, new Node.Multiply([b.Value, new Node.Number(factor)])) with { Rule = VerdictRule.Quantity };
        }
        if (gold is Node.Quantity { Unit: "radians" or "radian" or "rad" } || answer is Node.Quantity { Unit: "radians" or "radian" or "rad" }) return InRadians(gold, answer);
        var decision = Compare(gold is Node.Quantity one ? one.Value : gold, answer is Node.Quantity other ? other.Value : answer);
        return decision with { Rule = VerdictRule.Quantity };
    }

    // Beside a known unit "5 m" is five metres, not a product.
    private static Node Measured(Node node, Node other) =>
        node is Node.Multiply { Items: [Node.Number number, Node.Symbol { Name.Length: 1 } letter] } && other is Node.Quantity quantity && UnitsOfMeasure.Factor(quantity.Unit, letter.Name) is not null
            ? new Node.Quantity(number, letter.Name)
            : node;

    private Decision InRadians(Node gold, Node answer)
    {
        try
        {
            return scalars.CompareInRadians(gold, answer);
        }
        catch (CheckAborted aborted) when (aborted.Rule != VerdictRule.Budget)
        {
            return Decision.No(aborted.Rule);
        }
    }

    private Decision Matrices(Node gold, Node answer)
    {
        if (Shapes.Rows(gold) is not { } a || Shapes.Rows(answer) is not { } b) return Decision.No(VerdictRule.Kind);
        // A vector may lie or stand when one of the two is written without a matrix's rows.
        if (gold is Node.Tuple && b.Count > 1 && b.All(row => row.Count == 1)) b = [[.. b.Select(row => row[0])]];
        if (answer is Node.Tuple && a.Count > 1 && a.All(row => row.Count == 1)) a = [[.. a.Select(row => row[0])]];
        var same = a.Count == b.Count && a.Zip(b).All(rows => SameInOrder(rows.First, rows.Second));
        return Decision.Of(same, VerdictRule.Matrix);
    }

    private bool SameInOrder(IReadOnlyList<Node> a, IReadOnlyList<Node> b) => a.Count == b.Count && a.Zip(b).All(pair => Compare(pair.First, pair.Second).Equal);

    private Decision Tuples(Node gold, Node answer)
    {
        if (gold is not Node.Tuple a || answer is not Node.Tuple b) return Decision.No(VerdictRule.Kind);
        if (a.Items.Count != b.Items.Count) return Decision.No(VerdictRule.Tuple);
        // Two items may be an interval, where brackets count; three are a vector however it is bracketed.
        if (a.Items.Count == 2 && (Shapes.Open(a) != Shapes.Open(b) || Shapes.Close(a) != Shapes.Close(b))) return Decision.No(VerdictRule.Tuple);
        return Decision.Of(SameInOrder(a.Items, b.Items), VerdictRule.Tuple);
    }

    private static IReadOnlyList<Node>? Items(Node node) => node switch
    {
        Node.Sequence sequence => sequence.Items,
        Node.Set set => set.Items,
        _ => null,
    };

    private Decision Unordered(Node gold, Node answer)
    {
        if (gold is Node.Tuple tuple && answer is Node.Sequence given)
        {
            if (tuple is not { Open: '(', Close: ')' }) return Decision.No(VerdictRule.Kind);
            var values = RelationComparer.InOrder(given) ?? given.Items;
            return Decision.Of(SameInOrder(tuple.Items, values), VerdictRule.Tuple);
        }
        if (gold is Node.Sequence named && answer is Node.Tuple { Open: '(', Close: ')' } point && RelationComparer.InOrder(named) is { } coordinates)
            return Decision.Of(SameInOrder(coordinates, point.Items), VerdictRule.Tuple);
        if (gold is Node.Tuple || answer is Node.Tuple && Items(gold) is { Count: > 1 }) return Decision.No(VerdictRule.Kind);
        var (a, b) = (Items(gold) ?? [gold], Items(answer) ?? [answer]);
        if (a.Count != b.Count) return Decision.No(VerdictRule.Set);
        if (a.Count > MostItems) throw CheckAborted.Budget();
        return Decision.Of(SameMultiset(a, b), VerdictRule.Set);
    }

    // In order first, which is the usual case; else a matching by augmenting paths, as rounding makes equality no equivalence.
    private bool SameMultiset(IReadOnlyList<Node> a, IReadOnlyList<Node> b)
    {
        var owner = new int[b.Count];
        Array.Fill(owner, -1);
        var known = new bool?[a.Count, b.Count];
        for (var index = 0; index < a.Count; index++)
        {
            if (!Augment(index, new bool[b.Count])) return false;
        }
        return true;

        bool Augment(int index, bool[] seen)
        {
            for (var step = 0; step < b.Count; step++)
            {
                var other = (index + step) % b.Count;
                budget.Spend(1);
                if (seen[other] || !(known[index, other] ??= Compare(a[index], b[other]).Equal)) continue;
                seen[other] = true;
                if (owner[other] >= 0 && !Augment(owner[other], seen)) continue;
                owner[other] = index;
                return true;
            }
            return false;
        }
    }
}
