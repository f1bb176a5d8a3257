namespace ExtraCot.MixedRatioSft;

/// <summary>A question with its right thought at every ratio of the grid.</summary>
/// <param name="Id">Its problem.</param>
/// <param name="Question">The question.</param>
/// <param name="Thoughts">Text at 0.2, 0.4, 0.6, 0.8 and 1.0 (the whole thought last).</param>
/// <param name="Visible">Token ids behind the thought as the base model wrote them, without end of turn.</param>
public sealed record CompressedThought(string Id, string Question, IReadOnlyList<string> Thoughts, int[] Visible);
