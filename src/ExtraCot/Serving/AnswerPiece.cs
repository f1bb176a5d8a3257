using ExtraCot.Nn.Generation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Serving;

/// <summary>What one token added to one answer.</summary>
/// <param name="Token">The token.</param>
/// <param name="Reasoning">Text of the thought that is now certain, possibly none.</param>
/// <param name="Content">Text of the visible part that is now certain, possibly none.</param>
/// <param name="Chosen">The ratio, where this token is the control token that begins the answer.</param>
/// <param name="IsThought">Whether the token belongs to the thought, marks aside.</param>
internal readonly record struct AnswerPiece(GeneratedToken Token, string Reasoning, string Content, ControlToken? Chosen, bool IsThought)
{
    public int Sample => Token.Sample;

    public FinishReason? Finish => Token.FinishReason;
}
