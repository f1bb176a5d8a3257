using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>A response with its verdict.</summary>
/// <param name="Ids">Generated token ids, control token and end of turn included.</param>
/// <param name="Parsed">Its parts.</param>
/// <param name="Right">Well-formed, finished and equal to the gold answer.</param>
public sealed record GradedResponse(int[] Ids, ParsedResponse Parsed, bool Right)
{
    /// <value>Tokens of the thought; an unclosed thought counts to its end.</value>
    public int ThinkTokens => Parsed.Thought.Length;

    /// <value>Tokens behind the thought.</value>
    public int VisibleTokens => Parsed.Visible.Length;
}
