namespace ExtraCot.Evaluation;

/// <summary>One line of a file of responses.</summary>
/// <param name="Id">The problem.</param>
/// <param name="Right">The verdict.</param>
/// <param name="Ids">The response's token ids.</param>
public sealed record EvaluatedResponse(string Id, bool Right, int[] Ids);
