namespace ExtraCot.Text.Answers;

internal sealed partial class Parser
{
    private Node Bracketed(string open) => open switch
    {
        "(" or "[" or "]" => Tuple(),
        "{" => Braced(),
        "\\{" => Braced(),
        "|" => Bars(),
        _ => Fail(),
    };

    private Node Tuple() => Nested(() =>
    {
        var open = tokens[position++].Text[0];
        if (Current.Is(")") || Current.Is("]") && open == '[') return Fail();
        var (outer, outerReversed) = (bars, reversed);
        (bars, reversed) = (0, open == ']');
        var content = Answer();
        (bars, reversed) = (outer, outerReversed);
        if (Current.Kind != TokenKind.Symbol || Current.Text is not (")" or "]") && !(Current.Text == "[" && content is Node.Sequence)) return Fail();
        var close = tokens[position++].Text[0];
        if (open == ']') open = '('; // ]a, b[ is (a, b)
        if (close == '[') close = ')';
        return content is Node.Sequence { Conjunction: false } items ? new Node.Tuple(open, close, items.Items) : content;
    });

    // \{…\} is a set; {…} groups, but {1, 2} is a set in plain text.
    private Node Braced() => Nested(() =>
    {
        var escaped = tokens[position++].Text != "{";
        var close = escaped ? "\\}" : "}";
        if (Take(close)) return escaped ? new Node.Set([]) : Fail();
        var outer = bars;
        bars = 0;
        var condition = escaped && TakeBuilder();
        var content = Answer();
        bars = outer;
        if (!Take(close)) return Fail();
        if (condition) return content is Node.Relation or Node.Sequence ? content : Fail();
        if (content is Node.Sequence items) return new Node.Set(items.Items);
        return escaped ? new Node.Set([content]) : content;
    });

    // "x |", "x :" or "x ∈ ℝ |" of a set {x | condition}, which is its condition.
    private bool TakeBuilder()
    {
        if (Current.Kind != TokenKind.Letter) return false;
        var ahead = Peek().IsCommand("in") && Peek(2).IsCommand("bbR") ? 3 : 1;
        if (!Peek(ahead).IsCommand("mid") && !Peek(ahead).Is("|") && !Peek(ahead).Is(":")) return false;
        return Skip(ahead + 1);
    }

    private Node Bars() => Nested(() =>
    {
        position++;
        bars++;
        var content = Sum();
        bars--;
        return Take("|") ? new Node.Call("abs", [content]) : Fail();
    });

    private Node Command(string name)
    {
        switch (name)
        {
            case "frac": return Fraction();
            case "sqrt": return Root();
            case "cbrt": return new Node.Power(Argument(), new Node.Number(Rational.Of(1, 3)));
            case "binom":
                var (n, k, _) = Pair();
                return new Node.Call("binom", [n, k]);
            case "pi": return Constant("π");
            case "infty" or "infinity" or "inf": return new Node.Symbol("∞");
            case "circ": return new Node.Symbol("°");
            case "emptyset" or "varnothing": return new Node.Set([]);
            case "bbR": return new Node.Tuple('(', ')', [Negative(new Node.Symbol("∞")), new Node.Symbol("∞")]);
            case "lfloor": return Delimited("floor", "rfloor");
            case "lceil": return Delimited("ceil", "rceil");
            case "langle": return Angles();
            case "begin": return Environment();
            case "overline" or "bar": return Conjugate();
            case "varphi": return Constant("phi");
            case "varepsilon": return Constant("epsilon");
            case "over" or "choose" or "mod" or "bmod" or "pmod" or "text" or "not" or "times" or "cdot" or "end" or "in" or "approx" or "cup" or "cap" or "le" or "ge" or "to" or "implies" or "therefore": return Fail();
        }
        return Vocabulary.Functions.Contains(name) ? Function(name) : Constant(name);
    }

    private Node.Symbol Constant(string name) => new(Current.Is("_") ? name + Subscript() : name);

    private Node Fraction()
    {
        var (top, bottom, rest) = Pair();
        var quotient = new Node.Divide(top, bottom);
        return rest is null ? quotient : new Node.Multiply([quotient, rest]);
    }

    // Two arguments; \frac12 and \frac1{20} take one digit each, further digits are a factor.
    private (Node First, Node Second, Node? Further) Pair()
    {
        if (Current.Kind == TokenKind.Number && Current.Text is { Length: > 1 } digits && digits.All(char.IsAsciiDigit))
        {
            position++;
            return (new Node.Number(digits[0] - '0'), new Node.Number(digits[1] - '0'), digits.Length == 2 ? null : Literal(digits[2..]));
        }
        if (Current.Is("(")) return (Nested(Primary), Nested(Primary), null);
        var first = Argument();
        if (Current is { Kind: TokenKind.Number, Text: { Length: > 1 } run } && run.All(char.IsAsciiDigit) && !Peek(-1).Is("}") && !Current.SpaceBefore) return (first, Fail(), null);
        return (first, Argument(), null);
    }

    // A segment or arc keeps its name; anything else is conjugated.
    private Node Conjugate()
    {
        var content = Nested(Argument);
        var letters = content is Node.Multiply product ? product.Items : [content];
        return letters.All(letter => letter is Node.Symbol { Name: [>= 'A' and <= 'Z'] }) ? content : new Node.Call("conj", [content]);
    }

    private static Node.Matrix Transposed(Node.Matrix matrix) =>
        new([.. Enumerable.Range(0, matrix.Rows[0].Count).Select(column => (IReadOnlyList<Node>)[.. matrix.Rows.Select(row => row[column])])]);

    private Node.Power Root()
    {
        Node index = new Node.Number(2);
        if (Current.Is("[")) index = Group("[", "]");
        var content = Current.Is("{") ? Group("{", "}") : Current.Is("(") ? Tuple() : Current.Kind == TokenKind.Number ? Literal(tokens[position++].Text) : Nested(Primary);
        return new Node.Power(content, new Node.Divide(new Node.Number(1), index));
    }

    private Node Delimited(string function, string close)
    {
        var content = Nested(Answer);
        return TakeCommand(close) ? new Node.Call(function, [content]) : Fail();
    }

    private Node Angles()
    {
        var content = Nested(Answer);
        if (!TakeCommand("rangle")) return Fail();
        return content is Node.Sequence items ? new Node.Tuple('(', ')', items.Items) : content;
    }

    private Node Environment()
    {
        var name = EnvironmentName();
        if (name is not ("pmatrix" or "bmatrix" or "matrix" or "smallmatrix" or "Bmatrix" or "array")) return Fail();
        if (name == "array" && Current.Is("{")) EnvironmentName();
        var rows = new List<IReadOnlyList<Node>>();
        var row = new List<Node>();
        while (!failed && !Current.IsCommand("end"))
        {
            row.Add(Nested(Item));
            if (Take("&")) continue;
            rows.Add(row);
            row = [];
            if (!Take("\\\\") && !Current.IsCommand("end")) return Fail();
        }
        if (!TakeCommand("end")) return Fail();
        EnvironmentName();
        return rows.Count > 0 && rows.All(cells => cells.Count == rows[0].Count) ? new Node.Matrix(rows) : Fail();
    }

    private string EnvironmentName()
    {
        var name = "";
        if (!Take("{")) Fail();
        for (; Current.Kind != TokenKind.End && !Current.Is("}"); Link()) name += tokens[position++].Text;
        Take("}");
        return name;
    }

    private Node Function(string name)
    {
        Node? power = null;
        Node? radix = null;
        for (var i = 0; i < 2; i++)
        {
            if (power is null && Current.Is("^") && Circle() == 0 && Skip(1)) power = Exponent();
            else if (radix is null && name == "log" && Take("_")) radix = Argument();
        }
        if (power is Node.Number { Value: var value } && value == -1 && name is "sin" or "cos" or "tan" or "cot") (name, power) = ("arc" + name, null);
        var call = Applied(name, FunctionArgument(), radix);
        return power is null ? call : new Node.Power(call, power);
    }

    private static Node Applied(string name, Node argument, Node? radix)
    {
        IReadOnlyList<Node> arguments = argument switch
        {
            Node.Sequence items => items.Items,
            Node.Tuple items => items.Items,
            Node.Set items => items.Items,
            _ => [argument],
        };
        return name switch
        {
            "exp" => new Node.Power(new Node.Symbol("e"), argument),
            "asin" or "acos" or "atan" => new Node.Call("arc" + name[1..], arguments),
            "lg" => new Node.Call("log", arguments),
            "log" when radix is not null => new Node.Call("log", [argument, radix]),
            _ => new Node.Call(name, arguments),
        };
    }

    // Brackets, or the factors up to the next sign, stroke or function: \sin 5x \cos x.
    private Node FunctionArgument() => Nested(() =>
    {
        if (Current.Is("(") || Current.Is("[")) return Postfix(Tuple());
        if (Current.Is("-")) return Skip(1) ? Negative(FunctionArgument()) : Fail();
        var factors = new List<Node> { Factor() };
        while (!failed && StartsFactor() && !Current.Is("(") && !(Current.Kind == TokenKind.Command && Vocabulary.Functions.Contains(Current.Text))) factors.Add(Factor());
        return factors.Count == 1 ? factors[0] : new Node.Multiply(factors);
    });
}
