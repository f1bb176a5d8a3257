namespace ExtraCot.Text.Units;

/// <summary>What a lexeme can be to a formula.</summary>
internal enum LexemeKind
{
    /// <summary>A delimited formula.</summary>
    Formula,

    /// <summary>A code span or block.</summary>
    Code,

    /// <summary>A number, with a factor of one or two letters written to it (<c>12</c>, <c>2.5</c>, <c>3x</c>).</summary>
    Number,

    /// <summary>A variable: one letter, or letters with an index (<c>x</c>, <c>t_walk1</c>); a bare LaTeX command.</summary>
    Variable,

    /// <summary>The name of a function (<c>sin</c>, <c>sqrt</c>).</summary>
    Function,

    /// <summary>A word of running text.</summary>
    Word,

    /// <summary>One character of a script without spaces.</summary>
    Ideograph,

    /// <summary>A sign between two operands (<c>+</c>, <c>mod</c>).</summary>
    Operator,

    /// <summary>A sign before an operand (<c>√</c>).</summary>
    Prefix,

    /// <summary>A sign between two sides (<c>=</c>, <c>≤</c>).</summary>
    Relation,

    /// <summary>An opening bracket.</summary>
    Open,

    /// <summary>A closing bracket.</summary>
    Close,

    /// <summary>A comma or semicolon.</summary>
    Comma,

    /// <summary>Any other mark.</summary>
    Mark,
}
