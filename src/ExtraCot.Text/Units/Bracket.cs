namespace ExtraCot.Text.Units;

/// <summary>What a bracket pair holds, told to its opening lexeme.</summary>
/// <param name="Close">Index of the closing lexeme.</param>
/// <param name="IsFormula">Only numbers, variables and signs.</param>
/// <param name="HasSign">An operator, relation or comma in it.</param>
internal readonly record struct Bracket(int Close, bool IsFormula, bool HasSign)
{
    private const int LongestWording = 9; // lexemes of "(total distance)"

    /// <summary>The pairs of a text; a pair does not reach over a line end. Null where an opening lexeme has no partner.</summary>
    public static Bracket?[] Match(string text, IReadOnlyList<Lexeme> lexemes)
    {
        var pairs = new Bracket?[lexemes.Count];
        var open = new Stack<(int Index, bool IsFormula, bool HasSign)>();
        for (var i = 0; i < lexemes.Count; i++)
        {
            if (i > 0 && text.AsSpan(lexemes[i - 1].End, lexemes[i].Start - lexemes[i - 1].End).Contains('\n')) open.Clear();
            if (lexemes[i].Kind == LexemeKind.Open) open.Push((i, true, false));
            else if (lexemes[i].Kind == LexemeKind.Close) Pair(text, lexemes, pairs, open, i);
            else if (open.TryPop(out var top))
                open.Push((top.Index, top.IsFormula && CanStandInFormula(text, lexemes[i]), top.HasSign || lexemes[i].Kind is LexemeKind.Operator or LexemeKind.Relation or LexemeKind.Comma));
        }
        return pairs;
    }

    private static void Pair(string text, IReadOnlyList<Lexeme> lexemes, Bracket?[] pairs, Stack<(int Index, bool IsFormula, bool HasSign)> open, int close)
    {
        if (!open.TryPop(out var pair)) return;
        if (!AreMates(text[lexemes[pair.Index].Start], text[lexemes[close].Start]))
        {
            open.Clear(); // half-open intervals and slips: no pair around them
            return;
        }
        var isFormula = pair.IsFormula && close > pair.Index + 1;
        if (isFormula || close - pair.Index <= LongestWording) pairs[pair.Index] = new(close, isFormula, pair.HasSign);
        if (open.TryPop(out var outer)) open.Push((outer.Index, outer.IsFormula && isFormula, outer.HasSign || pair.HasSign));
    }

    // (0, 1] and [0, 1) are intervals.
    private static bool AreMates(char open, char close) => (open, close) is ('(' or '[', ')' or ']') or ('{', '}') or ('（', '）');

    private static bool CanStandInFormula(string text, Lexeme lexeme) => lexeme.Kind is LexemeKind.Number or LexemeKind.Variable or LexemeKind.Function
        or LexemeKind.Operator or LexemeKind.Prefix or LexemeKind.Relation or LexemeKind.Comma
        || (lexeme.Kind == LexemeKind.Mark && text[lexeme.Start] is '…' or '⋯' or '.' or '°' or '!' or '|' or '′' or '\'');
}
