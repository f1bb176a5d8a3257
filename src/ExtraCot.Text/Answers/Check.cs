namespace ExtraCot.Text.Answers;

/// <summary>One comparison of two answers under one budget.</summary>
internal sealed class Check(string gold, string answer)
{
    private const int LongestDate = 40;
    private readonly WorkBudget budget = new();

    public Verdict Run()
    {
        if (Options() is { } option) return option;
        var (goldNode, goldAmbiguous) = Read(gold, false, budget);
        var (answerNode, answerAmbiguous) = Read(answer, false, budget);
        var comparer = new Comparer(budget);
        var decision = comparer.Compare(goldNode, answerNode);
        if (!decision.Equal && (goldAmbiguous || answerAmbiguous)) (decision, goldNode, answerNode) = OtherReadings(decision, goldNode, answerNode);
        // What has no value (0/0, an unknown function's) still equals itself as written.
        if (!decision.Equal && TextForms.Exact(gold) == TextForms.Exact(answer)) decision = new(true, VerdictRule.Text);
        return new(decision.Equal, decision.Rule, comparer.Describe(goldNode), comparer.Describe(answerNode));
    }

    /// <summary>An answer as a tree; words where it is no formula. Also whether a comma in it could be read in two ways.</summary>
    public static (Node Node, bool Ambiguous) Read(string answer, bool flip, WorkBudget budget)
    {
        budget.Spend(answer.Length);
        var (tokens, ambiguous) = Lexer.Run(answer, flip);
        // Text alone is plain text: \text{10:15}, \text{neither}.
        if (tokens is [{ Kind: TokenKind.Text } only, ..] && tokens.Skip(1).All(token => token.Kind == TokenKind.End || token.Is(".")) && only.Text.Length < answer.Length)
            return Read(only.Text, flip, budget);
        if (answer.Length < LongestDate && tokens.Exists(token => token.Kind is TokenKind.Word) && CalendarDate.Normal(TextForms.Normal(answer)) is { } date) return (new Node.Words(date), false);
        var node = tokens[0].Kind is TokenKind.Word ? null : Parser.Parse(tokens, budget);
        return (node ?? new Node.Words(TextForms.Normal(answer)), ambiguous);
    }

    // "1,234" is a number, yet "100,200,300" may be meant as a list; the other reading of one side at a time is tried as well.
    private (Decision Decision, Node Gold, Node Answer) OtherReadings(Decision decision, Node goldNode, Node answerNode)
    {
        var otherGold = Read(gold, true, budget).Node;
        var otherAnswer = Read(answer, true, budget).Node;
        foreach (var (g, a) in (ReadOnlySpan<(Node, Node)>)[(goldNode, otherAnswer), (otherGold, answerNode)])
        {
            var other = new Comparer(budget).Compare(g, a);
            if (other.Equal) return (other, g, a);
        }
        return (decision, goldNode, answerNode);
    }

    private Verdict? Options()
    {
        if (TextForms.Option(gold) is not { } a) return null;
        if (TextForms.Option(answer) is not { } b) return null;
        // Case counts between bare letters unless the gold one is a capital: then it is an option, not a variable.
        if (!a.Marked && !b.Marked && !char.IsAsciiLetterUpper(gold.Trim().Trim('$')[0])) return null;
        return new(a.Letter == b.Letter, VerdictRule.Text, a.Letter.ToString(), b.Letter.ToString());
    }
}
