namespace ExtraCot.Text.Units;

/// <summary>What a unit is.</summary>
public enum UnitKind
{
    /// <summary>One word or number of running text (one character where the script has no spaces).</summary>
    Word,

    /// <summary>Punctuation between words.</summary>
    Punctuation,

    /// <summary>A delimited formula: <c>$…$</c>, <c>$$…$$</c>, <c>\(…\)</c>, <c>\[…\]</c>, <c>\begin…\end</c>.</summary>
    Formula,

    /// <summary>An equation written in plain text, such as <c>16*30 = 480</c>.</summary>
    Equation,

    /// <summary>A code span or fenced code block.</summary>
    Code,
}
