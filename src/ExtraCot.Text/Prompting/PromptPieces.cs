namespace ExtraCot.Text.Prompting;

/// <summary>The literal text around question, control token and thought in one prompt form.</summary>
/// <param name="Head">Everything before the user's untrusted text; added tokens are matched.</param>
/// <param name="BeforeQuestion">Encoded together with the question, so that pieces may merge across the border.</param>
/// <param name="BeforeControl">Between question and control token.</param>
/// <param name="Tail">From the control token to the response; added tokens are matched.</param>
/// <param name="BeforeThink">Between the mirrored control token and the opening mark.</param>
/// <param name="ThoughtEdge">After the opening and before the closing mark.</param>
/// <param name="EndOfTurn">The token that ends a response.</param>
internal sealed record PromptPieces(
    string Head, string BeforeQuestion, string BeforeControl, string Tail, string BeforeThink, string ThoughtEdge, string EndOfTurn)
{
    public static PromptPieces QwenChat { get; } = new(
        $"<|im_start|>system\n{PromptFormat.SystemText}<|im_end|>\n<|im_start|>", $"user\n{PromptFormat.Instruction}\n", " ",
        "<|im_end|>\n<|im_start|>assistant\n", "\n", "\n", "<|im_end|>");

    public static PromptPieces SmallWorld { get; } = new("<bos><user>", "", "", "<assistant>", "", "", "<eos>");
}
