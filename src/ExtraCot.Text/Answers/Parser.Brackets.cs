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
        var outer = bars;
        bars = 0;
        var content = Answer();
        bars = outer;
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
        var content = Answer();
        bars = outer;
        if (!Take(close)) return Fail();
        if (content is Node.Sequence items) return new Node.Set(items.Items);
        return escaped ? new Node.Set([content]) : content;
    });

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
            case "binom": return new Node.Call("binom", [Argument(), Argument()]);
            case "pi": return Constant("π");
            case "infty" or "infinity" or "inf": return new Node.Symbol("∞");
            case "circ": return new Node.Symbol("°");
            case "emptyset" or "varnothing": return new Node.Set([]);
            case "bbR": return new Node.Tuple('(', ')', [Negative(new Node.Symbol("∞")), new Node.Symbol("∞")]);
            case "lfloor": return Delimited("floor", "rfloor");
            case "lceil": return Delimited("ceil", "rceil");
            case "langle": return Angles();
            case "begin": return Environment();
            case "overline": return Nested(Argument);
            case "varphi": return Constant("phi");
            case "varepsilon": return Constant("epsilon");
            case "text" or "not" or "times" or "cdot" or "end" or "in" or "approx" or "cup" or "cap" or "le" or "ge" or "to" or "implies" or "therefore": return Fail();
        }
        return Vocabulary.Functions.Contains(name) ? Function(name) : Constant(name);
    }

    private Node.Symbol Constant(string name) => new(Current.Is("_") ? name + Subscript() : name);

    private Node Fraction()
    {
        // \frac12 and \frac1{20}: one digit each.
        if (Current.Kind == TokenKind.Number && Current.Text is { Length: > 1 } digits && digits.All(char.IsAsciiDigit))
        {
            position++;
            var top = new Node.Number(digits[0] - '0');
            var bottom = new Node.Number(digits[1] - '0');
            return digits.Length == 2 ? new Node.Divide(top, bottom)
                : new Node.Multiply([new Node.Divide(top, bottom), new Node.Number(Literal(digits[2..]).Value)]);
        }
        if (Current.Is("(")) return new Node.Divide(Nested(Primary), Nested(Primary));
        var over = Argument();
        if (Current is { Kind: TokenKind.Number, Text: { Length: > 1 } run } && run.All(char.IsAsciiDigit) && !Peek(-1).Is("}") && !Current.SpaceBefore) return Fail();
        return new Node.Divide(over, Argument());
    }

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
        while (Current.Kind != TokenKind.End && !Current.Is("}")) name += tokens[position++].Text;
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
