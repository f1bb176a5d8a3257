namespace ExtraCot.Text.Answers;

/// <summary>How an answer was found in a response, in order of precedence.</summary>
public enum ExtractionRule
{
    /// <summary>No answer was found.</summary>
    None,

    /// <summary>The last balanced <c>\boxed</c> or <c>\fbox</c>.</summary>
    Boxed,

    /// <summary>Behind the last "final answer is", "answer:", "answer is" or <c>####</c>.</summary>
    Anchor,

    /// <summary>The text is an answer and nothing else.</summary>
    Whole,

    /// <summary>The last display or inline formula.</summary>
    Formula,

    /// <summary>The last number.</summary>
    Number,

    /// <summary>The last option letter.</summary>
    Option,
}
