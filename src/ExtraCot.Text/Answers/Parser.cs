namespace ExtraCot.Text.Answers;

/// <summary>Recursive-descent parser from tokens to a <see cref="Node"/>: answers at this level, formulas in <c>Parser.Formula</c>.</summary>
internal sealed partial class Parser
{
    private readonly IReadOnlyList<Token> tokens;
    private readonly WorkBudget budget;
    private int position;
    private int nesting;
    private int bars; // open |…|
    private bool failed;
    private int links; // steps of left-nested chains such as 1/1/1/…
    private bool reversed; // within ]a, b[
    private bool congruence; // behind ≡

    private Parser(IReadOnlyList<Token> tokens, WorkBudget budget)
    {
        this.tokens = tokens;
        this.budget = budget;
    }

    private Token Current => tokens[position];

    /// <summary>The answer as a formula, or null where it is none.</summary>
    public static Node? Parse(IReadOnlyList<Token> tokens, WorkBudget budget)
    {
        budget.Spend(tokens.Count * 4L);
        var parser = new Parser(tokens, budget);
        while (parser.Current.Is("=") || parser.Current.Is("*") || parser.Current.Is("`") || parser.Current.Is("\"")) parser.position++; // "= 5", Markdown's marks
        var node = parser.Answer();
        while (parser.Current.Kind == TokenKind.Symbol && parser.Current.Text is "." or "," or ";" or ":" or "*" or "`" or "\"") parser.position++;
        return parser.failed || parser.Current.Kind != TokenKind.End ? null : node;
    }

    private Token Peek(int ahead = 1) => tokens[Math.Clamp(position + ahead, 0, tokens.Count - 1)];

    private bool Take(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        position++;
        return true;
    }

    private bool TakeCommand(string name)
    {
        if (!Current.IsCommand(name)) return false;
        position++;
        return true;
    }

    // Failure is a flag, not an exception: prose is the usual case of it. A harmless node keeps the callers simple.
    private Node.Number Fail()
    {
        failed = true;
        return new Node.Number(0);
    }

    private Node Nested(Func<Node> parse)
    {
        if (++nesting > WorkBudget.DeepestNesting) throw CheckAborted.Budget();
        var node = parse();
        nesting--;
        return node;
    }

    // Chains written without brackets nest as deeply as brackets do.
    private void Link()
    {
        if (++links > WorkBudget.LongestChain) throw CheckAborted.Budget();
    }

    // Items separated by comma, semicolon, "and", "or".
    private Node Answer()
    {
        var items = new List<Node> { Item() };
        var conjunction = false;
        while (!failed && Separator(out var and))
        {
            conjunction |= and;
            if (Closes()) break;
            items.Add(Item());
        }
        if (items.Count > 1) return new Node.Sequence(items, conjunction);
        if (TakeCommand("over")) return new Node.Divide(items[0], Nested(Answer));
        return TakeCommand("choose") ? new Node.Call("binom", [items[0], Nested(Answer)]) : items[0];
    }

    private bool Closes() => Current.Kind == TokenKind.End || Current.Kind == TokenKind.Symbol && (Current.Text is ")" or "]" or "}" or "\\}" || Current.Text == "." && !Peek().Is("."));

    private bool Separator(out bool and)
    {
        and = false;
        var start = position;
        while (true)
        {
            if (Current.Kind == TokenKind.Symbol && Current.Text is "," or ";") position++;
            else if (Current.Is("and") || JoiningWord() == "and" || Current.IsCommand("land") || Current.IsCommand("wedge"))
            {
                and = true;
                position++;
            }
            else if (Current.Is("or") || JoiningWord() is "or" or "" || Current.IsCommand("lor") || Current.IsCommand("vee")) position++;
            else return position > start;
        }
    }

    private string? JoiningWord() => Current.Kind == TokenKind.Text ? Current.Text.Trim(' ', ',', ';').ToLowerInvariant() : null;

    private Node Item()
    {
        budget.Spend(4);
        var first = Operand();
        List<Node>? items = null;
        var operators = new List<string>();
        while (!failed && RelationSign() is { } sign)
        {
            items ??= [first];
            operators.Add(sign);
            items.Add(Operand());
        }
        return items is null ? first : new Node.Relation(items, operators);
    }

    private Node Operand()
    {
        var first = Measured();
        return Current.Is(":") ? RatioFrom(first) : first;
    }

    private string? RelationSign()
    {
        if (Current.Kind is not (TokenKind.Symbol or TokenKind.Command)) return null;
        if (Current.IsCommand("not") && Peek().Is("="))
        {
            position += 2;
            return "!=";
        }
        if (!Vocabulary.Relations.TryGetValue(Current.Text, out var sign)) return null;
        congruence |= Current.Text == "equiv";
        position++;
        return sign;
    }

    private Node RatioFrom(Node first)
    {
        var parts = new List<Node> { first };
        var time = Peek(-1).Text.Length <= 2;
        while (Current.Is(":") && Peek().Kind != TokenKind.End)
        {
            position++;
            time &= Current is { Kind: TokenKind.Number, Text.Length: 2 } && string.CompareOrdinal(Current.Text, "60") < 0;
            parts.Add(SetExpression());
        }
        return parts.Count == 1 ? first : new Node.Ratio(parts, UnitText(), time);
    }

    // A value with what measures it: "\$5", "5\text{ cm}^2", "3 apples".
    private Node Measured()
    {
        if (Current.Kind is TokenKind.Text && Vocabulary.Relations.ContainsKey(Peek().Text)) return new Node.Symbol(tokens[position++].Text.Trim());
        var minus = Current.Is("-") && IsCurrency(Peek());
        if (minus) position++;
        var currency = IsCurrency(Current) ? tokens[position++].Text : null;
        var value = SetExpression();
        if (minus) value = Negative(value);
        if (currency is null && IsCurrency(Current) && Peek().Kind is TokenKind.End) currency = tokens[position++].Text;
        var unit = UnitText();
        if (UnitsOfMeasure.IsProse(unit)) Fail();
        if (Scale(ref unit) is { } scale) value = new Node.Multiply([value, new Node.Number(scale)]);
        if (unit is "degrees" or "degree" or "deg") (value, unit) = (new Node.Multiply([value, new Node.Symbol("°")]), "");
        unit = currency is null ? unit : $"{currency} {unit}".TrimEnd();
        return unit.Length == 0 ? value : new Node.Quantity(value, unit);
    }

    private static bool IsCurrency(Token token) => token.Kind == TokenKind.Symbol && token.Text is "$" or "€" or "£" or "¥";

    private static Rational? Scale(ref string unit)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)[("thousand", 1000), ("million", 1_000_000), ("billion", 1_000_000_000), ("dozen", 12), ("percent", 0)])
        {
            if (!unit.StartsWith(name, StringComparison.Ordinal) || unit.Length > name.Length && unit[name.Length] != ' ') continue;
            unit = unit[name.Length..].Trim();
            return value == 0 ? Rational.Of(1, 100) : new Rational(value);
        }
        return null;
    }

    private string UnitText()
    {
        var unit = "";
        while (!failed)
        {
            var token = Current;
            if (token.Kind == TokenKind.Word || token.Kind == TokenKind.Text && JoiningWord() is not ("and" or "or" or "") || DegreeScale()) unit += $" {token.Text.Trim()}";
            else if (unit.Length > 0 && token.Is("/") && Peek().Kind is TokenKind.Word or TokenKind.Text or TokenKind.Letter) unit += "/" + tokens[++position].Text.Trim();
            else if (unit.Length > 0 && token.Is("^") && UnitPower() is { } power) unit += "^" + power;
            else break;
            position++;
        }
        return unit.Trim().TrimEnd('.').ToLowerInvariant();
    }

    // The letter in 72° F.
    private bool DegreeScale() => Current is { Kind: TokenKind.Letter, Text: "F" or "C" } && (Peek(-1).IsCommand("circ") || Peek(-1).Is("}") && Peek(-2).IsCommand("circ"));

    private string? UnitPower()
    {
        if (Peek().Kind == TokenKind.Number) return tokens[++position].Text;
        if (!Peek().Is("{") || Peek(2).Kind != TokenKind.Number || !Peek(3).Is("}")) return null;
        position += 3;
        return tokens[position - 1].Text;
    }

    private Node SetExpression()
    {
        var left = Sum();
        while (!failed)
        {
            char? sign = Current switch
            {
                { Kind: TokenKind.Command, Text: "cup" or "union" } => '∪',
                { Kind: TokenKind.Command, Text: "cap" } => '∩',
                { Kind: TokenKind.Command, Text: "setminus" or "backslash" } => '∖',
                { Kind: TokenKind.Symbol, Text: "-" } when Peek().Is("\\{") => '∖',
                { Kind: TokenKind.Letter, Text: "U" } when left is Node.Tuple && Peek().Kind == TokenKind.Symbol => '∪',
                _ => null,
            };
            if (sign is null) return left;
            position++;
            Link();
            left = new Node.SetOperation(sign.Value, left, Sum());
        }
        return left;
    }

    private static Node Negative(Node node) => node switch
    {
        Node.Number number => number with { Value = -number.Value },
        _ => new Node.Multiply([new Node.Number(-1), node]),
    };
}
