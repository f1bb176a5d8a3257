namespace ExtraCot.Text.Answers;

/// <summary>An end of an interval: minus infinity (-1), a value (0), plus infinity (1).</summary>
internal readonly record struct Endpoint(int Infinity, Sum Value)
{
    public static Endpoint Minus => new(-1, Sum.Zero);

    public static Endpoint Plus => new(1, Sum.Zero);
}

/// <summary>An interval with its ends; a point where both are closed and alike.</summary>
internal readonly record struct Interval(Endpoint Low, bool LowClosed, Endpoint High, bool HighClosed);

/// <summary>Unions of intervals in canonical order, overlaps merged.</summary>
internal sealed class RealSets(Canonicalizer canonical, ScalarComparer scalars)
{
    private static readonly Interval Line = new(Endpoint.Minus, false, Endpoint.Plus, false);

    /// <summary>The set a node stands for, or null where it is none whose ends can be ordered.</summary>
    public List<Interval>? Of(Node node)
    {
        switch (node)
        {
            case Node.Tuple { Items.Count: 2 } pair:
                var (low, high) = (EndpointOf(pair.Items[0]), EndpointOf(pair.Items[1]));
                return low is null || high is null ? null
                    : Merged([new(low.Value, pair.Open == '[' && low.Value.Infinity == 0, high.Value, pair.Close == ']' && high.Value.Infinity == 0)]);
            case Node.Set set:
                var points = set.Items.Select(EndpointOf).ToList();
                return points.Any(point => point is not { Infinity: 0 }) ? null : Merged([.. points.Select(point => new Interval(point!.Value, true, point.Value, true))]);
            case Node.SetOperation operation:
                return Of(operation.Left) is { } left && Of(operation.Right) is { } right ? Combine(operation.Operator, left, right) : null;
            case Node.Relation relation:
                return Of(relation);
            case Node.Sequence sequence:
                return Of(sequence);
            default:
                return null;
        }
    }

    /// <summary>The one unknown a relation or list of relations bounds, or null.</summary>
    public static string? Unknown(Node node) => node switch
    {
        Node.Relation relation => relation.Items.OfType<Node.Symbol>().FirstOrDefault(symbol => symbol.Name is not ("π" or "e" or "i" or "∞"))?.Name
            ?? relation.Items.OfType<Node.Call>().FirstOrDefault(call => call.Name.StartsWith("call:", StringComparison.Ordinal))?.Name
            ?? OnlyVariable(relation),
        Node.Sequence sequence => sequence.Items.Select(Unknown).Distinct().ToList() is [{ } one] ? one : null,
        _ => null,
    };

    private static string? OnlyVariable(Node.Relation relation)
    {
        var names = new HashSet<string>();
        foreach (var item in relation.Items) Collect(item, names);
        return names.Count == 1 ? names.First() : null;
    }

    private static void Collect(Node node, HashSet<string> names)
    {
        if (node is Node.Symbol { Name: not ("π" or "e" or "i" or "∞") } symbol) names.Add(symbol.Name);
        foreach (var child in PlusMinusExpansion.Children(node)) Collect(child, names);
    }

    public bool Same(List<Interval> a, List<Interval> b) =>
        a.Count == b.Count && !a.Where((interval, index) => !Same(interval, b[index])).Any();

    private bool Same(Interval a, Interval b) =>
        a.LowClosed == b.LowClosed && a.HighClosed == b.HighClosed && Order(a.Low, b.Low) == 0 && Order(a.High, b.High) == 0;

    private List<Interval>? Of(Node.Sequence sequence)
    {
        if (Unknown(sequence) is null) return null;
        List<Interval>? total = null;
        foreach (var item in sequence.Items)
        {
            if (Of(item) is not { } set) return null;
            total = total is null ? set : Combine(sequence.Conjunction ? '∩' : '∪', total, set);
            if (total is null) return null;
        }
        return total;
    }

    private List<Interval>? Of(Node.Relation relation)
    {
        var (items, operators) = (relation.Items, relation.Operators);
        if (operators is ["in"]) return Of(items[1]);
        if (Unknown(relation) is not { } unknown) return null;
        List<Interval>? total = [Line];
        for (var index = 0; index < operators.Count && total is not null; index++)
        {
            total = Half(items[index], operators[index], items[index + 1], unknown) is { } half ? Combine('∩', total, half) : null;
        }
        return total;
    }

    private List<Interval>? Half(Node left, string sign, Node right, string unknown)
    {
        if (IsUnknown(left, unknown)) return EndpointOf(right) is { } bound ? Half(sign, bound) : null;
        if (IsUnknown(right, unknown)) return EndpointOf(left) is { } bound ? Half(Mirrored(sign), bound) : null;
        if (left is Node.Call { Name: "abs", Arguments: [var inside] }) return Band(inside, sign, right, unknown);
        return right is Node.Call { Name: "abs", Arguments: [var within] } ? Band(within, Mirrored(sign), left, unknown) : Linear(left, sign, right, unknown);
    }

    // |a| < b is -b < a < b, |a| > b is a > b or a < -b; for b > 0.
    private List<Interval>? Band(Node inside, string sign, Node bound, string unknown)
    {
        if (EndpointOf(bound) is not { Infinity: 0 } end || scalars.Order(end.Value, Sum.Zero) != 1) return null;
        if (Half(inside, sign, bound, unknown) is not { } one || Half(inside, Mirrored(sign), new Node.Multiply([new Node.Number(-1), bound]), unknown) is not { } other) return null;
        return sign switch { "<" or "<=" => Combine('∩', one, other), ">" or ">=" or "=" => Combine('∪', one, other), _ => null };
    }

    // a·x + b against 0, solved for x.
    private List<Interval>? Linear(Node left, string sign, Node right, string unknown)
    {
        if (ValueOf(left) is not { } a || ValueOf(right) is not { } b) return null;
        var difference = canonical.Algebra.Subtract(a, b);
        if (difference.Terms.FirstOrDefault(term => term.Key == unknown) is not { } slope) return null;
        var rest = canonical.Algebra.Subtract(difference, new([slope]));
        if (ScalarComparer.Variables(rest).Count > 0) return null;
        var bound = new Endpoint(0, canonical.Algebra.Scale(rest, Rational.Of(-1, 1) / slope.Coefficient));
        return Half(slope.Coefficient.Sign > 0 ? sign : Mirrored(sign), bound);
    }

    private static bool IsUnknown(Node node, string unknown) => node is Node.Symbol symbol && symbol.Name == unknown || node is Node.Call call && call.Name == unknown;

    private static List<Interval>? Half(string sign, Endpoint bound) => sign switch
    {
        "<" => [new(Endpoint.Minus, false, bound, false)],
        "<=" => [new(Endpoint.Minus, false, bound, bound.Infinity == 0)],
        ">" => [new(bound, false, Endpoint.Plus, false)],
        ">=" => [new(bound, bound.Infinity == 0, Endpoint.Plus, false)],
        "=" when bound.Infinity == 0 => [new(bound, true, bound, true)],
        "!=" when bound.Infinity == 0 => [new(Endpoint.Minus, false, bound, false), new(bound, false, Endpoint.Plus, false)],
        _ => null,
    };

    /// <summary>The sign that says the same with the sides swapped.</summary>
    public static string Mirrored(string sign) => sign switch { "<" => ">", ">" => "<", "<=" => ">=", ">=" => "<=", _ => sign };

    private Sum? ValueOf(Node node)
    {
        try
        {
            return canonical.Of(node);
        }
        catch (CheckAborted aborted) when (aborted.Rule != VerdictRule.Budget)
        {
            return null;
        }
    }

    private Endpoint? EndpointOf(Node node)
    {
        if (ValueOf(node) is not { } value) return null;
        var text = value.ToString();
        if (text is "∞" or "-∞") return text == "∞" ? Endpoint.Plus : Endpoint.Minus;
        return ScalarComparer.Variables(value).Count == 0 ? new Endpoint(0, value) : null;
    }

    private int? Order(Endpoint a, Endpoint b) => a.Infinity != b.Infinity ? a.Infinity.CompareTo(b.Infinity) : a.Infinity != 0 ? 0 : scalars.Order(a.Value, b.Value);

    private List<Interval>? Combine(char sign, List<Interval> a, List<Interval> b) => sign switch
    {
        '∪' => Merged([.. a, .. b]),
        '∩' => Intersection(a, b),
        _ => Complement(b) is { } rest ? Intersection(a, rest) : null,
    };

    private List<Interval>? Intersection(List<Interval> a, List<Interval> b)
    {
        var common = new List<Interval>();
        foreach (var x in a)
        {
            foreach (var y in b)
            {
                if (Order(x.Low, y.Low) is not { } low || Order(x.High, y.High) is not { } high) return null;
                common.Add(new(
                    low >= 0 ? x.Low : y.Low,
                    low > 0 ? x.LowClosed : low < 0 ? y.LowClosed : x.LowClosed && y.LowClosed,
                    high <= 0 ? x.High : y.High,
                    high < 0 ? x.HighClosed : high > 0 ? y.HighClosed : x.HighClosed && y.HighClosed));
            }
        }
        return Merged(common);
    }

    private static List<Interval> Complement(List<Interval> set)
    {
        var rest = new List<Interval>();
        var (low, closed) = (Endpoint.Minus, false);
        foreach (var interval in set)
        {
            rest.Add(new(low, closed, interval.Low, !interval.LowClosed && interval.Low.Infinity == 0));
            (low, closed) = (interval.High, !interval.HighClosed && interval.High.Infinity == 0);
        }
        rest.Add(new(low, closed, Endpoint.Plus, false));
        return [.. rest.Where(interval => interval.Low.Infinity != 1 && interval.High.Infinity != -1)];
    }

    // Sorted by insertion (few intervals), empty ones dropped, those that touch joined. Null where an order is not known.
    private List<Interval>? Merged(List<Interval> intervals)
    {
        if (intervals.Count > 64) throw CheckAborted.Budget();
        var sorted = new List<Interval>();
        foreach (var interval in intervals)
        {
            if (Order(interval.Low, interval.High) is not { } width) return null;
            if (width > 0 || width == 0 && !(interval.LowClosed && interval.HighClosed)) continue;
            var place = 0;
            while (place < sorted.Count)
            {
                if (Order(sorted[place].Low, interval.Low) is not { } order) return null;
                if (order > 0 || order == 0 && interval.LowClosed) break;
                place++;
            }
            sorted.Insert(place, interval);
        }
        return Joined(sorted);
    }

    private List<Interval>? Joined(List<Interval> sorted)
    {
        var joined = new List<Interval>();
        foreach (var next in sorted)
        {
            if (joined.Count == 0)
            {
                joined.Add(next);
                continue;
            }
            var last = joined[^1];
            if (Order(last.High, next.Low) is not { } gap || Order(last.High, next.High) is not { } reach) return null;
            if (gap < 0 || gap == 0 && !last.HighClosed && !next.LowClosed) joined.Add(next);
            else if (reach < 0) joined[^1] = last with { High = next.High, HighClosed = next.HighClosed };
            else if (reach == 0) joined[^1] = last with { HighClosed = last.HighClosed || next.HighClosed };
        }
        return joined;
    }
}
