namespace ExtraCot.Text.Answers;

/// <summary>Writes an answer with ± as the list of its values.</summary>
internal static class PlusMinusExpansion
{
    private const int MostSigns = 4;

    public static Node Expand(Node node) => node switch
    {
        Node.Sequence sequence => new Node.Sequence(Flattened(sequence.Items), sequence.Conjunction),
        Node.Set set => new Node.Set(Flattened(set.Items)),
        _ => Values(node) is { Count: > 1 } values ? new Node.Sequence(values, false) : node,
    };

    private static List<Node> Flattened(IReadOnlyList<Node> items) =>
        [.. items.SelectMany(item => Expand(item) is Node.Sequence inner && item is not Node.Sequence ? inner.Items : [item])];

    private static List<Node> Values(Node node)
    {
        var (signs, hasMinusFirst) = Count(node);
        if (signs == 0) return [node];
        if (signs > MostSigns) throw CheckAborted.Budget();
        // Beside a ∓ the signs go together; else each is free.
        return hasMinusFirst
            ? [Chosen(node, 0, new()), Chosen(node, -1, new())]
            : [.. Enumerable.Range(0, 1 << signs).Select(choice => Chosen(node, choice, new()))];
    }

    private static (int Signs, bool HasMinusFirst) Count(Node node) => node switch
    {
        Node.PlusMinus sign => Count(sign.Value) is var inner ? (inner.Signs + 1, inner.HasMinusFirst || sign.MinusFirst) : default,
        _ => Children(node).Select(Count).Aggregate((0, false), (total, one) => (total.Item1 + one.Signs, total.Item2 || one.HasMinusFirst)),
    };

    // The node with each ± replaced: bit k of the choice makes the k-th one minus.
    private static Node Chosen(Node node, int choice, Counter counter)
    {
        if (node is Node.PlusMinus sign)
        {
            var minus = (choice >> counter.Next++ & 1) != 0 != sign.MinusFirst;
            var value = Chosen(sign.Value, choice, counter);
            return minus ? new Node.Multiply([new Node.Number(-1), value]) : value;
        }
        return Rebuilt(node, child => Chosen(child, choice, counter));
    }

    /// <summary>The parts of a node.</summary>
    public static IReadOnlyList<Node> Children(Node node) => node switch
    {
        Node.Add add => add.Items,
        Node.Multiply multiply => multiply.Items,
        Node.Divide divide => [divide.Top, divide.Bottom],
        Node.Power power => [power.Base, power.Exponent],
        Node.Call call => call.Arguments,
        Node.Tuple tuple => tuple.Items,
        Node.Relation relation => relation.Items,
        Node.Quantity quantity => [quantity.Value],
        _ => [],
    };

    private static Node Rebuilt(Node node, Func<Node, Node> change) => node switch
    {
        Node.Add add => new Node.Add([.. add.Items.Select(change)]),
        Node.Multiply multiply => new Node.Multiply([.. multiply.Items.Select(change)]),
        Node.Divide divide => new Node.Divide(change(divide.Top), change(divide.Bottom)),
        Node.Power power => new Node.Power(change(power.Base), change(power.Exponent)),
        Node.Call call => call with { Arguments = [.. call.Arguments.Select(change)] },
        Node.Tuple tuple => tuple with { Items = [.. tuple.Items.Select(change)] },
        Node.Relation relation => relation with { Items = [.. relation.Items.Select(change)] },
        Node.Quantity quantity => quantity with { Value = change(quantity.Value) },
        _ => node,
    };

    private sealed class Counter
    {
        public int Next { get; set; }
    }
}
