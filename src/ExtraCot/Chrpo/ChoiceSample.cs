namespace ExtraCot.Chrpo;

/// <summary>A first token as training material: a draw from the softmax over the allowed ratio tokens alone.</summary>
/// <param name="Chosen">Index into the allowed ratio tokens.</param>
/// <param name="Advantage">A_head.</param>
/// <param name="OldLogProbability">log π_old of the choice among the allowed tokens.</param>
public sealed record ChoiceSample(int Chosen, double Advantage, float OldLogProbability);
