namespace ExtraCot.Text.SmallWorld;

/// <summary>One core equation of an event with the sentence that gives its reason.</summary>
/// <param name="Reason">Why this operation, with its operands.</param>
/// <param name="Operation">'+', '-', '*', '/' or '%' (percentage of).</param>
/// <param name="Left">First operand.</param>
/// <param name="Right">Second operand.</param>
/// <param name="Result">The value.</param>
internal readonly record struct Computation(string Reason, char Operation, int Left, int Right, int Result)
{
    public string Equation => Operation == '%' ? $" ${Left}*{Right}/100={Result}$." : $" ${Left}{Operation}{Right}={Result}$.";

    /// <value>The inverse equation; null where undoing needs more than one operation.</value>
    public string? Inverse => Operation switch
    {
        '+' => $" ${Result}-{Right}={Left}$.",
        '-' => $" ${Result}+{Right}={Left}$.",
        '*' => $" ${Result}/{Right}={Left}$.",
        '/' => $" ${Result}*{Right}={Left}$.",
        _ => null,
    };
}
