using CsCheck;

namespace ExtraCot.Tests.Answers;

/// <summary>A generated expression that is defined everywhere, written in several ways that mean the same.</summary>
internal abstract record Formula
{
    public sealed record Number(int Value) : Formula;

    public sealed record Variable(char Name) : Formula;

    public sealed record Add(Formula Left, Formula Right) : Formula;

    public sealed record Times(Formula Left, Formula Right) : Formula;

    public sealed record Over(Formula Top, int Bottom) : Formula;

    public sealed record Square(Formula Base) : Formula;

    public sealed record Root(int Radicand) : Formula;

    public static Gen<Formula> Generator { get; } = Gen.Recursive<Formula>((depth, inner) => depth > 3
        ? Leaf
        : Gen.Frequency(
            (2, Leaf),
            (3, Gen.Select(inner, inner, (left, right) => (Formula)new Add(left, right))),
            (3, Gen.Select(inner, inner, (left, right) => (Formula)new Times(left, right))),
            (1, Gen.Select(inner, Gen.Int[2, 9], (top, bottom) => (Formula)new Over(top, bottom))),
            (1, inner.Select(value => (Formula)new Square(value)))));

    private static Gen<Formula> Leaf => Gen.OneOf(
        Gen.Int[-9, 9].Select(value => (Formula)new Number(value)),
        Gen.Bool.Select(first => (Formula)new Variable(first ? 'x' : 'y')),
        Gen.Int[2, 12].Select(value => (Formula)new Root(value)));

    /// <summary>Plain LaTeX.</summary>
    public string Latex() => this switch
    {
        Number number => number.Value < 0 ? $"({number.Value})" : $"{number.Value}",
        Variable variable => $"{variable.Name}",
        Add add => $"({add.Left.Latex()}+{add.Right.Latex()})",
        Times times => $"{times.Left.Latex()}\\cdot {times.Right.Latex()}",
        Over over => $"\\frac{{{over.Top.Latex()}}}{{{over.Bottom}}}",
        Square square => $"({square.Base.Latex()})^2",
        Root root => $"\\sqrt{{{root.Radicand}}}",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The same value written otherwise, as the random choices have it.</summary>
    public string Rewritten(Random random)
    {
        var text = Form(random);
        return random.Next(8) switch
        {
            0 => $"{text}+0",
            1 => $"1\\cdot\\left({text}\\right)",
            2 => $"-(-({text}))",
            3 => $"\\frac{{3({text})}}{{3}}",
            4 => $"({text}+7)-7",
            _ => text,
        };
    }

    private string Form(Random random)
    {
        string Part(Formula part) => part.Rewritten(random);
        var swap = random.Next(2) == 0;
        return (this, random.Next(3)) switch
        {
            (Number number, 0) => $"(\\dfrac{{{2 * number.Value}}}{{2}})",
            (Number number, 1) => $"({number.Value}.0)",
            (Number number, _) => $"({number.Value + 3} - 3)",
            (Variable variable, 0) => $"\\left( {variable.Name} \\right)",
            (Variable variable, _) => $"{variable.Name}",
            (Add add, _) => swap ? $"({Part(add.Right)} + {Part(add.Left)})" : $"({Part(add.Left)}-(-1)({Part(add.Right)}))",
            (Times { Left: Add sum } times, 0) => $"(({Part(sum.Left)})({Part(times.Right)})+({Part(sum.Right)})({Part(times.Right)}))",
            (Times times, _) => swap ? $"({Part(times.Right)}) \\times ({Part(times.Left)})" : $"({Part(times.Left)})*({Part(times.Right)})",
            (Over over, 0) => $"\\frac1{over.Bottom}({Part(over.Top)})",
            (Over over, _) => $"({Part(over.Top)})/{over.Bottom}",
            (Square square, 0) => $"({Part(square.Base)})({Part(square.Base)})",
            (Square square, _) => $"({Part(square.Base)})^{{2}}",
            (Root root, 0) => $"{root.Radicand}^{{1/2}}",
            (Root root, 1) => $"\\frac{{{root.Radicand}}}{{\\sqrt{{{root.Radicand}}}}}",
            (Root root, _) => $"√{{{root.Radicand}}}",
            _ => throw new InvalidOperationException(),
        };
    }
}
