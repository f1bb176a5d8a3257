namespace ExtraCot.Chrpo;

/// <summary>A rollout as <c>rollouts/step-*.jsonl</c> of a run holds it.</summary>
/// <param name="Group">Index of its prompt in the batch.</param>
/// <param name="Problem">Id of the prompt.</param>
/// <param name="Question">The question.</param>
/// <param name="Gold">The gold answer.</param>
/// <param name="Mode">"fixed" or "policy".</param>
/// <param name="Target">r* after the batch; null where nothing was ever right.</param>
/// <param name="ReferenceTokens">L_ref.</param>
/// <param name="Chosen">r_c; null where the response begins with no ratio token.</param>
/// <param name="ThinkTokens">Tokens of the thought.</param>
/// <param name="VisibleTokens">Tokens behind it.</param>
/// <param name="Right">Whether it is right.</param>
/// <param name="Reward">Its reward term by term.</param>
/// <param name="HeadAdvantage">A_head.</param>
/// <param name="BodyAdvantage">A_body.</param>
/// <param name="Text">What the model wrote.</param>
internal sealed record RolloutLine(
    int Group, string Problem, string Question, string Gold, string Mode, double? Target, double ReferenceTokens, double? Chosen, int ThinkTokens, int VisibleTokens, bool Right,
    RolloutReward Reward, double HeadAdvantage, double BodyAdvantage, string Text);
