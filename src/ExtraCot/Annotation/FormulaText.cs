using System.Text;

namespace ExtraCot.Annotation;

/// <summary>Brings formulas to one form, so that the same one is known again however it is set.</summary>
internal static class FormulaText
{
    private static readonly string[] Dressing =
        [@"\boxed", @"\left", @"\right", @"\quad", @"\displaystyle", @"\text", @"\mathrm", @"\,", @"\;", @"\!", @"\ ", @"\[", @"\]", @"\(", @"\)", "```math", "```", "$"];

    private static readonly (string From, string To)[] Signs =
    [
        (@"\approx", "="), (@"\equiv", "="), ("≈", "="), (@"\leq", "≤"), (@"\geq", "≥"), (@"\le", "≤"), (@"\ge", "≥"), ("<=", "≤"), (">=", "≥"), (@"\times", "*"), (@"\cdot", "*"),
        ("×", "*"), ("·", "*"), (@"\div", "/"), ("÷", "/"), ("−", "-"), (@"\dfrac", @"\frac"), (@"\tfrac", @"\frac"), (@"\sqrt", "√"), (@"\pi", "π"), (@"\theta", "θ"), ("&", ""),
    ];

    /// <summary>The formula without delimiters, spacing and white space, its signs in one spelling.</summary>
    public static string Normalise(ReadOnlySpan<char> formula)
    {
        var text = new StringBuilder().Append(formula);
        foreach (var (from, to) in Signs) text.Replace(from, to);
        foreach (var dress in Dressing) text.Replace(dress, "");
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.ToString())
            if (!char.IsWhiteSpace(c) && c is not ('{' or '}' or ',')) plain.Append(c);
        return plain.ToString().TrimEnd('.');
    }

    /// <summary>The two or more sides of a normalised equation or inequality; one side when there is no relation.</summary>
    public static string[] Sides(string normalised) =>
        normalised.Split(['=', '<', '>', '≤', '≥', '≠'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
