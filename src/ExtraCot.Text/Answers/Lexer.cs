using System.Text;

namespace ExtraCot.Text.Answers;

/// <summary>Cuts an answer into tokens; one pass, nothing is rejected.</summary>
internal sealed class Lexer
{
    private readonly string text;
    private readonly bool flip;
    private readonly List<Token> tokens = [];
    private int index;
    private int depth;
    private bool space;

    private Lexer(string text, bool flip)
    {
        this.text = text;
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
        if (letter == '$' && !Digit(index)) return; // a formula's mark; before a digit it may be currency, which means the same
        if (letter == '$')
        {
            Add(TokenKind.Symbol, "$");
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
        else if (name is "lvert" or "rvert" or "vert") Add(TokenKind.Symbol, "|");
        else if (name == "degree") { Add(TokenKind.Symbol, "^"); Add(TokenKind.Command, "circ"); }
        else if (!Vocabulary.Dropped.Contains(name)) Add(TokenKind.Command, name);
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
            case '\\': Add(TokenKind.Symbol, "\\\\"); break;
            case '_' or '&' or '#': Add(TokenKind.Symbol, letter.ToString()); break;
            case '!' or '(' or ')' or '[' or ']': break;
            default: space = true; break;
        }
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
        else if (word.Length > 0 && word.All(letter => char.IsAsciiDigit(letter) || letter is '.' or ',' or '-') && word.Any(char.IsAsciiDigit)) Inner(word);
        else Add(TokenKind.Text, content);
        space |= content.EndsWith(' ');
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

    private void Number()
    {
        var digits = new StringBuilder();
        Digits(digits);
        while (Separator() is var length && length > 0)
        {
            index += length;
            Digits(digits, 3);
        }
        if (At(index) == '.' && (Digit(index + 1) || digits.Length > 0 && At(index + 1) == '\\' && At(index + 2) is 'o' or 'b'))
        {
            digits.Append('.');
            index++;
            Digits(digits);
        }
        if (At(index) is 'e' or 'E' && (Digit(index + 1) || At(index + 1) is '-' or '+' && Digit(index + 2)))
        {
            digits.Append('e').Append(At(++index) == '+' ? '0' : At(index));
            index++;
            Digits(digits);
        }
        if (digits.Length > WorkBudget.MostDigits) throw CheckAborted.Budget();
        Add(TokenKind.Number, digits.ToString());
    }

    private void Digits(StringBuilder digits, int most = int.MaxValue)
    {
        for (; Digit(index) && most > 0; most--) digits.Append(text[index++]);
    }

    // The length of a thousands separator here, 0 where there is none.
    private int Separator()
    {
        if (At(index - 1) is not (>= '0' and <= '9')) return 0;
        foreach (var mark in (ReadOnlySpan<string>)["{,}", ",\\!", "\\,", ","])
        {
            if (string.CompareOrdinal(text, index, mark, 0, mark.Length) != 0) continue;
            var length = mark.Length;
            while (mark == ",\\!" && At(index + length) == ' ') length++;
            if (!IsGroup(index + length)) return 0;
            if (mark != ",") return length;
            if (!LeadsGroups()) return 0;
            Ambiguous = true;
            return depth <= 0 != flip ? length : 0;
        }
        return 0;
    }

    private bool IsGroup(int position) => Digit(position) && Digit(position + 1) && Digit(position + 2) && !Digit(position + 3);

    // "12,345": at most three digits lead, no zero first.
    private bool LeadsGroups()
    {
        var start = index;
        while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
        var length = index - start;
        if (start > 0 && text[start - 1] == ',') return length == 3;
        return length <= 3 && text[start] != '0' && !(start > 0 && text[start - 1] is '.');
    }

    private void Letters()
    {
        var start = index;
        while (char.IsAsciiLetter(At(index))) index++;
        var run = text[start..index];
        var joined = start > 0 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] is '}' or ')') && !space;
        if (LetterRun.IsWord(run, joined, space && tokens.Count > 0 && tokens[^1].Kind == TokenKind.Number, tokens.Count == 0 && index == text.Length))
            Add(TokenKind.Word, run);
        else AddFormula(run);
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
