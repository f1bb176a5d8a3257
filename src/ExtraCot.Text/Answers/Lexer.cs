namespace ExtraCot.Text.Answers;

/// <summary>Cuts an answer into tokens; one pass, nothing is rejected.</summary>
internal sealed partial class Lexer
{
    private readonly string text;
    private readonly bool flip;
    private readonly List<Token> tokens = [];
    private int index;
    private int depth;
    private readonly bool currency;
    private bool space;

    private Lexer(string text, bool flip)
    {
        currency = text.Count(letter => letter == '$') % 2 == 1; // in pairs they mark formulas
        this.text = currency ? text : text.Trim().Trim('$');
        this.flip = flip;
    }

    /// <value>Whether a comma could be read as a thousands separator as well as between two list items.</value>
    public bool Ambiguous { get; private set; }

    /// <summary>The tokens of an answer. <paramref name="flip"/> takes the other reading of ambiguous commas.</summary>
    public static (List<Token> Tokens, bool Ambiguous) Run(string answer, bool flip)
    {
        var lexer = new Lexer(UnicodeMath.ToLatex(answer), flip);
        while (lexer.index < lexer.text.Length) lexer.Next();
        lexer.Add(TokenKind.End, "");
        return (lexer.tokens, lexer.Ambiguous);
    }

    private void Add(TokenKind kind, string content)
    {
        tokens.Add(new(kind, content, space));
        space = false;
    }

    private char At(int position) => (uint)position < (uint)text.Length ? text[position] : '\0';

    private bool Digit(int position) => char.IsAsciiDigit(At(position));

    private void Next()
    {
        var letter = text[index];
        if (char.IsWhiteSpace(letter) || letter == '~')
        {
            space = true;
            index++;
        }
        else if (letter == '\\') Command();
        else if (char.IsAsciiDigit(letter) || letter == '.' && Digit(index + 1)) Number();
        else if (char.IsAsciiLetter(letter)) Letters();
        else Symbol(letter);
    }

    private void Symbol(char letter)
    {
        if (letter is '(' or '[') depth++;
        else if (letter is ')' or ']') depth--;
        index++;
        if (letter == '$')
        {
            if (currency && (Digit(index) || At(index) == '.' || At(index) == '-')) Add(TokenKind.Symbol, "$");
            return;
        }
        if (At(index) == '=' && letter is '<' or '>' or '!' or '=') index++;
        else if (letter == '*' && At(index) == '*')
        {
            // Markdown's bold at an edge, else a power.
            index++;
            if (tokens.Count > 0 && index < text.Length && !text.AsSpan(index).IsWhiteSpace()) Add(TokenKind.Symbol, "^");
            return;
        }
        Add(TokenKind.Symbol, index - 1 >= 0 && text[index - 1] == '=' && letter != '=' ? $"{letter}=" : letter.ToString());
    }

    private void Command()
    {
        if (!char.IsAsciiLetter(At(index + 1)))
        {
            Escape(At(index + 1));
            return;
        }
        var start = ++index;
        while (char.IsAsciiLetter(At(index))) index++;
        var name = text[start..index];
        if (name is "left" or "right" && At(index) == '.') index++;
        if (Vocabulary.Texts.Contains(name)) Text(name);
        else if (name == "mathbb") Blackboard();
        else if (name is "quad" or "qquad") space = true;
        else if (name is "dfrac" or "tfrac" or "cfrac") Add(TokenKind.Command, "frac");
        else if (name is "dbinom" or "tbinom") Add(TokenKind.Command, "binom");
        else if (name is "lbrace") Bracket("\\{", 1);
        else if (name is "rbrace") Bracket("\\}", -1);
        else if (name is "color" or "textcolor") Group();
        else if (LetterRun.FunctionOfLetter(name) is not null) AddFormula(name);
        else if (name is "ldots" or "dots" or "cdots" or "dotsc" or "dotsb") Dots();
        else if (name is "lvert" or "rvert" or "vert") Add(TokenKind.Symbol, "|");
        else if (name == "degree") { Add(TokenKind.Symbol, "^"); Add(TokenKind.Command, "circ"); }
        else if (!Vocabulary.Dropped.Contains(name)) Add(TokenKind.Command, name);
    }

    private void Dots()
    {
        for (var i = 0; i < 3; i++) Add(TokenKind.Symbol, ".");
    }

    private void Escape(char letter)
    {
        index += 2;
        switch (letter)
        {
            case '{': Bracket("\\{", 1); break;
            case '}': Bracket("\\}", -1); break;
            case '%': Add(TokenKind.Symbol, "%"); break;
            case '$': Add(TokenKind.Symbol, "$"); break;
            case '|': Add(TokenKind.Symbol, "|"); break;
            case '\\': NewRow(); break;
            case '_' or '&' or '#': Add(TokenKind.Symbol, letter.ToString()); break;
            case '!' or '(' or ')' or '[' or ']': break;
            default: space = true; break;
        }
    }

    // The end of a matrix's row, with extra space below it: \\[2pt].
    private void NewRow()
    {
        Add(TokenKind.Symbol, "\\\\");
        var end = index + 1;
        while (Digit(end) || At(end) == '.') end++;
        if (At(index) == '[' && end > index + 1 && char.IsAsciiLetterLower(At(end)) && char.IsAsciiLetterLower(At(end + 1)) && At(end + 2) == ']') index = end + 3;
    }

    private void Bracket(string bracket, int change)
    {
        depth += change;
        Add(TokenKind.Symbol, bracket);
    }

    private void Blackboard()
    {
        var (start, end) = Group();
        Add(TokenKind.Command, "bb" + text[start..end].Trim());
    }

    private void Text(string name)
    {
        if (name == "operatorname" && At(index) == '*') index++;
        var (start, end) = Group();
        var content = text[start..end].Replace("$", "", StringComparison.Ordinal);
        var word = content.Trim();
        if (name is "operatorname" or "mathrm" && Vocabulary.Functions.Contains(word)) Add(TokenKind.Command, word);
        else if (name == "mathrm" && word.Length == 1 && char.IsAsciiLetter(word[0]) && !(tokens.Count > 0 && space)) Add(TokenKind.Letter, word);
        else if (word.Length > 1 && At(index) == '_' && word.All(letter => char.IsAsciiDigit(letter) || char.IsAsciiLetterUpper(letter))) Add(TokenKind.Letter, word);
        else if (word.Length > 0 && word.All(letter => char.IsAsciiDigit(letter) || letter is '.' or ',' or '-') && word.Any(char.IsAsciiDigit)) Inner(word);
        else if (word.Length > 0) Add(TokenKind.Text, content);
        space |= word.Length == 0 || content.EndsWith(' ');
    }

    private void Inner(string formula)
    {
        foreach (var token in Run(formula, flip).Tokens)
        {
            if (token.Kind != TokenKind.End) tokens.Add(token);
        }
    }

    // The content of the braces that follow, or the one letter that does.
    private (int Start, int End) Group()
    {
        while (At(index) == ' ') index++;
        if (At(index) != '{') return (index, index = Math.Min(index + 1, text.Length));
        var start = ++index;
        for (var open = 1; index < text.Length; index++)
        {
            if (text[index] == '{') open++;
            else if (text[index] == '}' && --open == 0) return (start, index++);
        }
        return (start, index);
    }

    private void Letters()
    {
        var start = index;
        while (char.IsAsciiLetter(At(index))) index++;
        var run = text[start..index];
        var previous = tokens.Count > 0 ? tokens[^1].Kind : TokenKind.End;
        if (Numeral(start)) return;
        if (run is "a" or "p" or "A" or "P" && previous == TokenKind.Number && At(index) == '.' && At(index + 1) is 'm' or 'M')
        {
            index += At(index + 2) == '.' ? 3 : 2;
            Add(TokenKind.Word, run + "m");
        }
        else if (run is "x" or "X" && previous == TokenKind.Number && text.AsSpan(index).TrimStart() is ['1', '0', '^' or '*', ..]) Add(TokenKind.Command, "times");
        else if (run == "m" && space && previous == TokenKind.Number && At(index) == '/' && At(index + 1) is 's' or 'h' && !char.IsAsciiLetterOrDigit(At(index + 2))) Add(TokenKind.Word, run);
        else if (run == "to" && previous == TokenKind.Number && Digit(index + 1)) Add(TokenKind.Symbol, ":");
        else if (LetterRun.IsWord(run, new(
            Joined: start > 0 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] is '}' or ')') && !space,
            Measures: space && previous is TokenKind.Number or TokenKind.Word or TokenKind.Text,
            First: tokens.Count == 0,
            Next: NextWord()))) Add(TokenKind.Word, run);
        else AddFormula(run);
    }

    // The letters behind the blank that follows here; null where something else follows, empty at the end.
    private string? NextWord()
    {
        if (index == text.Length) return "";
        if (text[index] != ' ' || !char.IsAsciiLetter(At(index + 1))) return null;
        var end = index + 1;
        while (char.IsAsciiLetter(At(end)) && end - index < 20) end++;
        return text[(index + 1)..end];
    }

    private void AddFormula(string run)
    {
        if (run is "and" or "or") Add(TokenKind.Symbol, run);
        else if (Vocabulary.PlainCommands.Contains(run)) Add(TokenKind.Command, run);
        else if (LetterRun.FunctionOfLetter(run) is { } function)
        {
            Add(TokenKind.Command, function);
            Add(TokenKind.Letter, run[^1..]);
        }
        else
        {
            foreach (var letter in run) Add(TokenKind.Letter, letter.ToString());
        }
    }
}
