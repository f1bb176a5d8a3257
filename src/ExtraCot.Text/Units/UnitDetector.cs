namespace ExtraCot.Text.Units;

/// <summary>
/// Cuts text into <see cref="Unit"/>s: delimited formulas (<c>$…$</c>, <c>$$…$$</c>, <c>\(…\)</c>, <c>\[…\]</c>, <c>\begin…\end</c>, <c>```math</c>),
/// formulas in plain text, code, words and punctuation. English and Chinese; time linear in the length.
/// </summary>
/// <remarks>
/// Escaped marks open nothing, marks inside braces belong to a nested formula, and a dollar before a number is a price where what
/// follows it reads as prose. Sentences end at terminators and line ends, steps at blank lines.
/// </remarks>
public static class UnitDetector
{
    /// <summary>The units of a text in order; they tile it, so their concatenation is the text. Empty text has none.</summary>
    public static IReadOnlyList<Unit> Detect(string text)
    {
        if (text.Length == 0) return [];
        var lexemes = Lexer.Scan(text);
        var formulas = new PlainFormula(text, lexemes);
        var pieces = new List<(int Start, int End, UnitKind Kind)>(lexemes.Count);
        for (var i = 0; i < lexemes.Count;)
        {
            var isFormula = formulas.Read(i, out var next);
            if (isFormula) pieces.Add((lexemes[i].Start, lexemes[next - 1].End, UnitKind.Equation));
            else for (var j = i; j < next; j++) pieces.Add((lexemes[j].Start, lexemes[j].End, KindOf(lexemes[j].Kind)));
            i = next;
        }
        return Tile(text, pieces);
    }

    private static Unit[] Tile(string text, List<(int Start, int End, UnitKind Kind)> pieces)
    {
        if (pieces.Count == 0) return [new Unit(0, text.Length, UnitKind.Punctuation, 0, 0)];
        var units = new Unit[pieces.Count];
        var sentences = new SentenceCounter(text);
        for (var i = 0; i < units.Length; i++)
        {
            var start = i == 0 ? 0 : pieces[i - 1].End;
            var end = i == units.Length - 1 ? text.Length : pieces[i].End;
            sentences.Enter(start, pieces[i].Start, pieces[i].End, pieces[i].Kind);
            units[i] = new Unit(start, end, pieces[i].Kind, sentences.Sentence, sentences.Step);
        }
        return units;
    }

    private static UnitKind KindOf(LexemeKind kind) => kind switch
    {
        LexemeKind.Formula => UnitKind.Formula,
        LexemeKind.Code => UnitKind.Code,
        LexemeKind.Number or LexemeKind.Variable or LexemeKind.Function or LexemeKind.Word or LexemeKind.Ideograph => UnitKind.Word,
        _ => UnitKind.Punctuation,
    };
}
