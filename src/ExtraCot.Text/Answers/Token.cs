namespace ExtraCot.Text.Answers;

/// <summary>Kinds of token.</summary>
internal enum TokenKind
{
    /// <summary>Digits with an optional point and exponent, separators removed.</summary>
    Number,

    /// <summary>One letter of a formula.</summary>
    Letter,

    /// <summary>A word in plain text.</summary>
    Word,

    /// <summary>A LaTeX command or the plain name of a function or constant, without its backslash.</summary>
    Command,

    /// <summary>The content of <c>\text{…}</c> and its like.</summary>
    Text,

    /// <summary>Anything else: an operator, a bracket (<c>\{</c> with its backslash).</summary>
    Symbol,

    /// <summary>The end.</summary>
    End,
}

/// <summary>A token of an answer.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, bool SpaceBefore)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsCommand(string name) => Kind == TokenKind.Command && Text == name;
}
