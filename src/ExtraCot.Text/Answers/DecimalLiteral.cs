using System.Numerics;

namespace ExtraCot.Text.Answers;

/// <summary>A number written as a decimal: its value, its places (negative for 1.5e8) and its significant digits.</summary>
internal readonly record struct DecimalLiteral(Rational Value, int Places, int Significant)
{
    /// <value>Half a unit of the last place.</value>
    public Rational HalfUnit => Rational.Of(1, 2) * Rational.Pow(10, -Places);

    /// <summary>The decimal a node spells, with sign, percent or power of ten, or null.</summary>
    public static DecimalLiteral? Of(Node node) => node switch
    {
        Node.Number { Places: { } places } number => new(number.Value, places, number.Significant),
        Node.Multiply product => Scaled(product),
        Node.Quantity quantity => Of(quantity.Value),
        _ => null,
    };

    private static DecimalLiteral? Scaled(Node.Multiply product)
    {
        DecimalLiteral? literal = null;
        var sign = 1;
        var tens = 0;
        foreach (var item in product.Items)
        {
            if (Of(item) is { } found && literal is null) literal = found;
            else if (item is Node.Number { Value: var value } && value == -1) sign = -sign;
            else if (item is Node.Number { Value: var hundredth } && hundredth == Rational.Of(1, 100)) tens -= 2;
            else if (TensOf(item) is { } power) tens += power;
            else return null;
        }
        return literal is { } whole ? new(whole.Value * sign * Rational.Pow(10, tens), whole.Places - tens, whole.Significant) : null;
    }

    private static int? TensOf(Node node) =>
        node is Node.Power { Base: Node.Number { Value: var ten }, Exponent: Node.Number { Value: { IsInteger: true } exponent } } && ten == 10
        && BigInteger.Abs(exponent.Numerator) < WorkBudget.MostDigits
            ? (int)exponent.Numerator
            : null;
}
