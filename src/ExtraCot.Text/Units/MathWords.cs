using System.Collections.Frozen;

namespace ExtraCot.Text.Units;

/// <summary>Words and signs that mean something to a formula written in plain text.</summary>
internal static class MathWords
{
    private const string Operators = "+-−–*/×·⋅÷^∗∘∪∩＋－＊／";
    private const string Relations = "=<>≤≥≠≈≡~≅∝∈∉⊂⊆＝＜＞";
    private const string Prefixes = "√±∓∠∑∏∫∛";

    private static readonly FrozenSet<string> Functions = FrozenSet.Create(
        "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "log", "ln", "exp", "sqrt", "min", "max", "gcd", "lcm", "det", "lim", "floor", "ceil", "abs");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FunctionLookup = Functions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word names a function.</summary>
    public static bool IsFunction(ReadOnlySpan<char> word) => FunctionLookup.Contains(word);

    /// <summary>What one character is to a formula; <see cref="LexemeKind.Mark"/> when nothing.</summary>
    public static LexemeKind Sign(char c) =>
        Operators.Contains(c) ? LexemeKind.Operator
        : Relations.Contains(c) ? LexemeKind.Relation
        : Prefixes.Contains(c) ? LexemeKind.Prefix
        : c is '(' or '[' or '{' or '（' ? LexemeKind.Open
        : c is ')' or ']' or '}' or '）' ? LexemeKind.Close
        : c is ',' or ';' or '，' or '；' or '、' ? LexemeKind.Comma
        : LexemeKind.Mark;
}
