namespace ExtraCot.Text.Answers;

/// <summary>Brings an answer into the shape the comparison works on.</summary>
internal static class Shapes
{
    /// <summary>± written out, factors drawn into matrices and tuples, lists of one unwrapped.</summary>
    public static Node Of(Node node)
    {
        var shaped = PlusMinusExpansion.Expand(Distributed(node));
        return shaped is Node.Sequence { Items: [var only] } ? only : shaped;
    }

    /// <summary>A matrix's rows; a tuple of tuples has some as well, a tuple is one row.</summary>
    public static IReadOnlyList<IReadOnlyList<Node>>? Rows(Node node) => node switch
    {
        Node.Matrix matrix => matrix.Rows,
        Node.Tuple { Items: [Node.Tuple, ..] } outer when outer.Items.All(item => item is Node.Tuple) => [.. outer.Items.Cast<Node.Tuple>().Select(row => row.Items)],
        Node.Tuple row => [row.Items],
        _ => null,
    };

    /// <summary>The opening bracket; infinity is never included, whatever is written.</summary>
    public static char Open(Node.Tuple tuple) => IsInfinite(tuple.Items[0]) ? '(' : tuple.Open;

    /// <summary>The closing bracket; infinity is never included, whatever is written.</summary>
    public static char Close(Node.Tuple tuple) => IsInfinite(tuple.Items[^1]) ? ')' : tuple.Close;

    private static bool IsInfinite(Node node) => node switch
    {
        Node.Symbol { Name: "∞" } => true,
        Node.Multiply { Items: [Node.Number, Node.Symbol { Name: "∞" }] } => true,
        _ => false,
    };

    private static Node Distributed(Node node)
    {
        var (factors, container) = node switch
        {
            Node.Multiply product when product.Items.Count(IsContainer) == 1 => (product.Items.Where(item => !IsContainer(item)).ToList(), product.Items.First(IsContainer)),
            Node.Divide { Top: var top } quotient when IsContainer(top) => ([new Node.Divide(new Node.Number(1), quotient.Bottom)], top),
            _ => ([], null),
        };
        return container switch
        {
            Node.Matrix matrix => new Node.Matrix([.. matrix.Rows.Select(row => (IReadOnlyList<Node>)[.. row.Select(Times)])]),
            Node.Tuple tuple => tuple with { Items = [.. tuple.Items.Select(Times)] },
            _ => node,
        };

        Node Times(Node cell) => new Node.Multiply([.. factors, cell]);
    }

    private static bool IsContainer(Node node) => node is Node.Matrix or Node.Tuple;
}
