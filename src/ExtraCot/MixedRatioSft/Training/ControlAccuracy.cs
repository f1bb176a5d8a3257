namespace ExtraCot.MixedRatioSft.Training;

/// <summary>Whether a model follows one control token, on held-out questions, greedily.</summary>
/// <param name="Control">"0.2" … "1.0" or "policy".</param>
/// <param name="Answers">Answers measured.</param>
/// <param name="Mirrored">Share that begins with the token asked for; in policy mode with any ratio token.</param>
/// <param name="RealisedRatio">Think tokens of the answers over those of the same questions' whole thoughts.</param>
/// <param name="Right">Share of right answers.</param>
public sealed record ControlAccuracy(string Control, int Answers, double Mirrored, double RealisedRatio, double Right);
