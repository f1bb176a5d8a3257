namespace ExtraCot.Text.Answers;

/// <summary>Writes an answer's canonical form.</summary>
internal sealed class Description(Canonicalizer canonical)
{
    private const int Longest = 400;

    public string Of(Node node)
    {
        var text = Write(node);
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    private string Write(Node node) => node switch
    {
        Node.Tuple tuple => $"{tuple.Open}{List(tuple.Items)}{tuple.Close}",
        Node.Set set => $"{{{List(set.Items)}}}",
        Node.Sequence sequence => List(sequence.Items),
        Node.SetOperation operation => $"{Write(operation.Left)} {operation.Operator} {Write(operation.Right)}",
        Node.Matrix matrix => $"[{string.Join("; ", matrix.Rows.Select(List))}]",
        Node.Relation relation => string.Concat(relation.Items.Select((item, index) => (index == 0 ? "" : $" {relation.Operators[index - 1]} ") + Write(item))),
        Node.Quantity quantity => $"{Write(quantity.Value)} {quantity.Unit}",
        Node.Ratio ratio => $"{string.Join(":", ratio.Parts.Select(Write))} {ratio.Suffix}".TrimEnd(),
        Node.Words words => words.Text,
        _ => Scalar(node),
    };

    private string List(IReadOnlyList<Node> items) => string.Join(", ", items.Select(Write));

    private string Scalar(Node node)
    {
        try
        {
            var sum = canonical.Of(node);
            return sum.Rational is { Bits: > 4 * Longest } ? "a number of many digits" : sum.ToString();
        }
        catch (CheckAborted aborted) when (aborted.Rule != VerdictRule.Budget)
        {
            return "undefined";
        }
    }
}
