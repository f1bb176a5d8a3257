namespace ExtraCot.Chrpo;

/// <summary>What one body update did.</summary>
/// <param name="Accuracy">Share of right rollouts.</param>
/// <param name="Reward">Mean reward.</param>
/// <param name="Kl">Mean KL to the SFT model a token.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="Tokens">Generated tokens.</param>
/// <param name="Samples">Rollouts with a non-zero advantage.</param>
public sealed record ChrpoStep(double Accuracy, double Reward, double Kl, double GradientNorm, int Tokens, int Samples);
