namespace ExtraCot.Text.Answers;

internal sealed partial class Parser
{
    private Node Sum() => Nested(() =>
    {
        var items = new List<Node>();
        var signed = SignedTerm(first: true);
        while (signed is not null)
        {
            items.Add(signed);
            signed = failed ? null : SignedTerm(first: false);
        }
        return items.Count == 1 ? items[0] : new Node.Add(items);
    });

    private Node? SignedTerm(bool first)
    {
        if (TakeCommand("pm") || Current.Is("+") && Peek().Is("/") && Peek(2).Is("-") && Skip(3)) return new Node.PlusMinus(Product(), false);
        if (TakeCommand("mp")) return new Node.PlusMinus(Product(), true);
        if (Current.Is("-") && !(Peek().Is("\\{") && !first) && Take("-")) return Negative(Signed()); // ℝ - {0} is a set
        if (Take("+")) return Signed();
        return first ? Product() : null;
    }

    // A sign may follow a sign: "3 + -2", "- -2".
    private Node Signed() => Current.Is("-") || Current.Is("+") ? Nested(() => Take("-") ? Negative(Signed()) : Take("+") ? Signed() : Fail()) : Product();

    private bool Skip(int count)
    {
        position += count;
        return true;
    }

    private Node Product()
    {
        var left = Factor();
        List<Node>? items = null;
        while (!failed)
        {
            if (Current.Is("/") || Current.IsCommand("div"))
            {
                position++;
                Link();
                left = new Node.Divide(Joined(ref items, left), Divisor());
                continue;
            }
            if (StartsModulus())
            {
                Link();
                left = Modulus(Joined(ref items, left));
                continue;
            }
            Node right;
            if (Current.Is("*") && Peek().Kind != TokenKind.End || Current.IsCommand("times") || Current.IsCommand("cdot") || Current.IsCommand("ast"))
            {
                position++;
                right = Divisor();
            }
            else if (StartsFactor()) right = Factor();
            else break;
            items ??= [left];
            items.Add(right);
            budget.Spend(2);
        }
        return Joined(ref items, left);
    }

    private bool StartsModulus() => Current.Kind == TokenKind.Command && Current.Text is "bmod" or "mod" or "pmod" || Current.Is("(") && Peek().IsCommand("mod");

    // 17 mod 5 is a number; 3 (mod 7), and 3 mod 7 in a congruence, are a class.
    private Node.Call Modulus(Node left)
    {
        var bracketed = Take("(");
        var number = !bracketed && !congruence && !Current.IsCommand("pmod");
        position++;
        var modulus = Current.Is("{") ? Argument() : Factor();
        if (bracketed && !Take(")")) Fail();
        return new(number ? "mod" : "residue", [left, modulus]);
    }

    private static Node Joined(ref List<Node>? items, Node left)
    {
        var joined = items is null ? left : new Node.Multiply(items);
        items = null;
        return joined;
    }

    private Node Divisor() => Take("-") ? Negative(Factor()) : Take("+") ? Factor() : Factor();

    private bool StartsFactor() => Current.Kind switch
    {
        TokenKind.Number => !(Current.SpaceBefore && Peek(-1).Kind == TokenKind.Number), // "2 3" is no product
        TokenKind.Letter => !DegreeScale() && !(Current is { Kind: TokenKind.Letter, Text: "U" } && Peek().Kind == TokenKind.Symbol && Peek().Text is "(" or "["),
        TokenKind.Command => !Vocabulary.Relations.ContainsKey(Current.Text) && Current.Text is not ("over" or "choose" or "mod" or "bmod" or "pmod" or "mid" or "cup" or "cap" or "union" or "setminus" or "backslash" or "pm" or "mp" or "not"
            or "rfloor" or "rceil" or "rangle" or "end" or "land" or "lor" or "wedge" or "vee" or "circ" or "div" or "times" or "cdot" or "ast"),
        TokenKind.Symbol => Current.Text is "(" or "{" or "\\{" || Current.Text == "[" && !reversed || Current.Text == "|" && bars == 0,
        _ => false,
    };

    private Node Factor()
    {
        budget.Spend(2);
        var node = Postfix(Primary());
        if (!Current.Is("^")) return node;
        position++;
        var exponent = Exponent();
        if (node is Node.Matrix matrix && exponent is Node.Symbol { Name: "T" or "top" or "intercal" }) return Transposed(matrix);
        return Postfix(new Node.Power(node, exponent));
    }

    private Node Exponent() => Nested(() =>
    {
        if (Take("-")) return Negative(Exponent());
        if (Current.Is("{")) return Group("{", "}");
        var node = Primary();
        return Take("^") ? new Node.Power(node, Exponent()) : node;
    });

    private Node Postfix(Node node)
    {
        while (true)
        {
            if (Current.Is("^") && Ordinal() is > 0 and var ordinal)
            {
                position += ordinal;
                continue;
            }
            if (Current.Is("!") && Peek().Is("!") && !Peek().SpaceBefore && Skip(1)) node = new Node.Call("dfact", [node]);
            else if (Current.Is("!")) node = new Node.Call("fact", [node]);
            else if (Current.Is("%")) node = new Node.Multiply([node, new Node.Number(Rational.Of(1, 100))]);
            else if (Current.Is("^") && Circle() is > 0 and var length)
            {
                position += length - 1;
                node = new Node.Multiply([node, new Node.Symbol("°")]);
            }
            else return node;
            position++;
            Link();
        }
    }

    // Tokens of "^{th}": the twelfth is number 12.
    private int Ordinal()
    {
        if (Peek() is { Kind: TokenKind.Text } bare && Vocabulary.Ordinals.Contains(bare.Text.Trim())) return 2;
        if (!Peek().Is("{")) return 0;
        if (Peek(2) is { Kind: TokenKind.Text or TokenKind.Word } word && Vocabulary.Ordinals.Contains(word.Text.Trim()) && Peek(3).Is("}")) return 4;
        return Peek(2).Kind == TokenKind.Letter && Peek(3).Kind == TokenKind.Letter && Peek(4).Is("}") && Vocabulary.Ordinals.Contains(Peek(2).Text + Peek(3).Text) ? 5 : 0;
    }

    // Tokens of "^\circ" or "^{\circ}".
    private int Circle() => Peek().IsCommand("circ") || Peek().IsCommand("degree") ? 2 : Peek().Is("{") && Peek(2).IsCommand("circ") && Peek(3).Is("}") ? 4 : 0;

    private Node Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                position++;
                return Mixed(token);
            case TokenKind.Letter:
                position++;
                return Variable(token.Text);
            case TokenKind.Command:
                position++;
                return Command(token.Text);
            case TokenKind.Symbol when token.Text == "." && Peek().Is(".") && Peek(2).Is("."):
                position += 3;
                return new Node.Symbol("…");
            case TokenKind.Symbol:
                return Bracketed(token.Text);
            default:
                return Fail();
        }
    }

    // "1\frac{4}{5}", "137 1/2"; also "52_8".
    private Node.Number Mixed(Token token)
    {
        if (Current.Is("_")) return Based(token.Text);
        var number = Literal(token.Text);
        if (!token.Text.All(char.IsAsciiDigit)) return number;
        var start = position;
        if (Current.Kind == TokenKind.Number && Current.SpaceBefore && Peek().Is("/") && Peek(2).Kind == TokenKind.Number) position += 3;
        else if (TakeCommand("frac")) Fraction();
        else return number;
        if (!failed && MixedFraction(start) is { } fraction) return new Node.Number(number.Value + fraction);
        position = start;
        return number;
    }

    private Rational? MixedFraction(int start)
    {
        var digits = tokens.Skip(start).Take(position - start).Where(token => token.Kind == TokenKind.Number).Select(token => token.Text).ToList();
        if (digits.Count == 1 && digits[0].Length == 2) digits = [digits[0][..1], digits[0][1..]]; // \frac12
        if (digits.Count != 2 || digits.Any(text => !text.All(char.IsAsciiDigit))) return null;
        if (tokens.Skip(start).Take(position - start).Any(token => token.Kind is TokenKind.Letter || token.Kind == TokenKind.Symbol && token.Text is not ("{" or "}" or "/"))) return null;
        var (top, bottom) = (Literal(digits[0]).Value, Literal(digits[1]).Value);
        return top.Sign > 0 && top.CompareTo(bottom) < 0 ? top / bottom : null;
    }

    private Node Variable(string name)
    {
        if (name.Length > 1) return Based(name);
        if (Current.Is("_")) name += Subscript();
        for (; Take("'"); Link()) name += "'";
        if (name == "C" && Current.Is("(")) return Tuple() is Node.Tuple { Items.Count: 2 } choice ? new Node.Call("binom", choice.Items) : Fail();
        if (name is "f" or "g" && Current.Is("(")) return Tuple() is var given && given is Node.Tuple several ? new Node.Call("call:" + name, several.Items) : new Node.Call("call:" + name, [given]);
        // f(x) with one letter is a function's value; x(y+1) is a product.
        if (Current.Is("(") && Peek().Kind == TokenKind.Letter && Peek(2).Is(")") && name != "e" && name != "i")
        {
            position += 3;
            return new Node.Call("call:" + name, [new Node.Symbol(tokens[position - 2].Text)]);
        }
        return new Node.Symbol(name);
    }

    private string Subscript()
    {
        position++;
        if (!Take("{")) return "_" + tokens[Current.Kind == TokenKind.End ? position : position++].Text;
        var name = "_";
        for (; Current.Kind != TokenKind.End && !Current.Is("}"); Link()) name += tokens[position++].Text;
        if (!Take("}")) Fail();
        return name;
    }

    // An argument in braces, or TeX's way: one letter, one digit, one command.
    private Node Argument()
    {
        if (Current.Is("{")) return Group("{", "}");
        if (Current.Kind != TokenKind.Number) return Nested(Primary);
        return new Node.Number(Literal(tokens[position++].Text).Value);
    }

    private Node Group(string open, string close) => Nested(() =>
    {
        if (!Take(open)) return Fail();
        var outer = bars;
        bars = 0;
        var node = Answer();
        bars = outer;
        return Take(close) ? node : Fail();
    });
}
