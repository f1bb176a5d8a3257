namespace ExtraCot.Text.Units;

/// <summary>Reads formulas written without delimiters: a chain of operands joined by signs, such as <c>12x + 18 = 3(x − 1)</c> or <c>time = 45 miles / 30 mph</c>.</summary>
internal sealed class PlainFormula(string text, IReadOnlyList<Lexeme> lexemes)
{
    private const int Longest = 600; // UTF-16 units: an endless chain (a model caught in a loop) is cut at its relations

    private readonly Bracket?[] brackets = Bracket.Match(text, lexemes);
    private int cutAt = -1;

    /// <summary>Reads the chain that begins at a lexeme.</summary>
    /// <param name="start">Index of its first lexeme.</param>
    /// <param name="restart">Where to look next; above <paramref name="start"/>.</param>
    /// <returns>Whether the lexemes from <paramref name="start"/> up to <paramref name="restart"/> are a formula.</returns>
    public bool Read(int start, out int restart)
    {
        var chain = new Chain();
        var at = start;
        if (lexemes[at].Kind == LexemeKind.Relation && (at == cutAt || OpensLine(at)))
        {
            chain.Relations++;
            chain.Operands++;
            at++;
        }
        var end = start;
        var pureFrom = start;
        while (Operand(at, start, ref chain) is { } after)
        {
            end = after;
            if (chain.LastIsWord) pureFrom = after;
            if (IsLong(start, after)) break;
            if (Connects(after, ref chain)) at = after + 1;
            else if (Says(after, ref chain)) pureFrom = at = after + 1;
            else if (Multiplies(after, ref chain)) at = after;
            else break;
        }
        if (chain.IsFormula && end > start)
        {
            restart = end;
            return true;
        }
        // Everything up to the last plain word is prose; what follows it may still be a formula and is read once more.
        restart = Math.Max(start + 1, chain.HasWord ? pureFrom : end);
        return false;
    }

    private int? Operand(int at, int start, ref Chain chain)
    {
        while (Has(at, out var prefix) && (at == start || SameLine(at)) && IsPrefix(prefix, at))
        {
            chain.Signs++;
            at++;
        }
        if (!Has(at, out var lexeme) || (at > start && !SameLine(at))) return null;
        chain.LastIsWord = false;
        switch (lexeme.Kind)
        {
            case LexemeKind.Number:
                chain.Operands++;
                return Postfix(HasUnit(at) ? at + 2 : at + 1);
            case LexemeKind.Variable or LexemeKind.Function:
                chain.Operands++;
                return Postfix(at + 1);
            case LexemeKind.Open when brackets[at] is { } group && (group.IsFormula || at > start || IsSign(group.Close + 1)):
                chain.Operands++;
                chain.HasWord |= chain.LastIsWord = !group.IsFormula;
                if (group is { IsFormula: true, HasSign: true }) chain.Signs++;
                return Postfix(group.Close + 1);
            case LexemeKind.Word when at > start || IsSign(at + 1):
                chain.Operands++;
                chain.HasWord = chain.LastIsWord = true;
                return at + 1;
            case LexemeKind.Mark when IsEllipsis(lexeme) && IsSign(at + 1):
                return at + 1;
            default:
                return null;
        }
    }

    private bool IsLong(int start, int end)
    {
        if (lexemes[end - 1].End - lexemes[start].Start < Longest || !Has(end, out var next) || next.Kind != LexemeKind.Relation) return false;
        cutAt = end;
        return true;
    }

    private bool Connects(int at, ref Chain chain)
    {
        if (!IsSign(at) || !Has(at + 1, out var next) || !SameLine(at + 1)) return false;
        var operandFollows = next.Kind is LexemeKind.Number or LexemeKind.Variable or LexemeKind.Function or LexemeKind.Word
            || (next.Kind == LexemeKind.Open && brackets[at + 1] is not null) || IsPrefix(next, at + 1) || IsEllipsis(next);
        if (!operandFollows) return false;
        if (lexemes[at].Kind == LexemeKind.Relation) chain.Relations++;
        else chain.Signs++;
        return true;
    }

    // 50% of 80 = 40, 2 times 3 = 6, 3:4 = 6:8: signs within an equation; without a relation they are prose.
    private bool Says(int at, ref Chain chain)
    {
        if (chain.LastIsWord || !Has(at + 1, out var next) || !SameLine(at) || !SameLine(at + 1)) return false;
        var isSign = lexemes[at].Kind switch
        {
            LexemeKind.Word => text.AsSpan(lexemes[at].Start..lexemes[at].End) is "of" or "times" or "plus" or "minus",
            LexemeKind.Mark => text[lexemes[at].Start] is ':' or '：' && lexemes[at - 1].End == lexemes[at].Start && lexemes[at].End == next.Start && next.Start == lexemes[at].Start + 1,
            _ => false,
        };
        if (!isSign || next.Kind is not (LexemeKind.Number or LexemeKind.Variable)) return false;
        chain.HasWord = true;
        return true;
    }

    // 3(x + 1), s(s + 2), 3 cos(θ), cos θ, 2 √5: nothing stands between the factors.
    private bool Multiplies(int at, ref Chain chain)
    {
        if (chain.LastIsWord || !Has(at, out var next) || !SameLine(at)) return false;
        var last = IsPowerOfFunction(at - 1) ? LexemeKind.Function : lexemes[at - 1].Kind;
        var gap = lexemes[at - 1].End < next.Start;
        var factor = next.Kind switch
        {
            LexemeKind.Open => brackets[at] is { IsFormula: true } group && (!gap || (last == LexemeKind.Number && group.HasSign) || last == LexemeKind.Function),
            LexemeKind.Number or LexemeKind.Variable => !gap || last == LexemeKind.Function || text[next.Start] == '\\',
            LexemeKind.Function or LexemeKind.Prefix => true,
            _ => false,
        };
        if (factor && !gap) chain.Signs++;
        return factor;
    }

    // sin^2 θ
    private bool IsPowerOfFunction(int at) => at >= 2 && lexemes[at - 2].Kind == LexemeKind.Function && lexemes[at - 1].Kind == LexemeKind.Operator && text[lexemes[at - 1].Start] == '^';

    private int Postfix(int at)
    {
        while (Has(at, out var mark) && mark.Kind == LexemeKind.Mark && mark.End == mark.Start + 1 && lexemes[at - 1].End == mark.Start
            && (text[mark.Start] is '°' or '′' or '%' || (text[mark.Start] == '!' && IsSign(at + 1)))) at++;
        return at;
    }

    private bool HasUnit(int at) => Has(at + 1, out var word) && word.Kind == LexemeKind.Word && SameLine(at + 1) && IsSign(at + 2) && SameLine(at + 2);

    private bool IsPrefix(Lexeme lexeme, int at) => lexeme.Kind == LexemeKind.Prefix
        || (lexeme.Kind == LexemeKind.Operator && text[lexeme.Start] is '+' or '-' or '−' && Has(at + 1, out var next) && next.Start == lexeme.End
            && next.Kind is LexemeKind.Number or LexemeKind.Variable or LexemeKind.Function or LexemeKind.Open or LexemeKind.Prefix);

    private bool IsSign(int at) => Has(at, out var sign) && sign.Kind is LexemeKind.Operator or LexemeKind.Relation && SameLine(at);

    private bool IsEllipsis(Lexeme lexeme) => lexeme.Kind == LexemeKind.Mark && (text[lexeme.Start] is '…' or '⋯' || text.AsSpan(lexeme.Start..lexeme.End) is "...");

    private bool Has(int at, out Lexeme lexeme)
    {
        var inside = at < lexemes.Count;
        lexeme = inside ? lexemes[at] : default;
        return inside;
    }

    private bool SameLine(int at) => !text.AsSpan(lexemes[at - 1].End, lexemes[at].Start - lexemes[at - 1].End).Contains('\n');

    private bool OpensLine(int at) => at == 0 || !SameLine(at) || lexemes[at - 1].Kind is LexemeKind.Formula or LexemeKind.Mark;

    private struct Chain
    {
        public int Operands;
        public int Relations;
        public int Signs;
        public bool HasWord;
        public bool LastIsWord;

        public readonly bool IsFormula => Operands > 0 && (Relations > 0 ? Operands > 1 : Signs > 0 && !HasWord);
    }
}
