namespace ExtraCot.Chrpo;

/// <summary>What the updates on one batch of rollouts did; sums over tokens or choices until <see cref="PolicyUpdate"/> divides them.</summary>
/// <param name="BodyKl">Mean k3 to the SFT model a token behind the control token.</param>
/// <param name="HeadKl">The same of the choice.</param>
/// <param name="HeadEntropy">Mean entropy of the choice, nats.</param>
/// <param name="BodyClipped">Share of tokens whose ratio to π_old was outside the clip range.</param>
/// <param name="HeadClipped">The same of the choices.</param>
/// <param name="LogProbabilityGap">Mean |log π_engine − log π_trainer| a token before the first update, plus the same of the choices.</param>
/// <param name="GradientNorm">Greatest norm before clipping.</param>
public readonly record struct UpdateFacts(double BodyKl, double HeadKl, double HeadEntropy, double BodyClipped, double HeadClipped, double LogProbabilityGap, double GradientNorm)
{
    /// <summary>Sums, the greater norm.</summary>
    public static UpdateFacts operator +(UpdateFacts a, UpdateFacts b) => new(a.BodyKl + b.BodyKl, a.HeadKl + b.HeadKl, a.HeadEntropy + b.HeadEntropy,
        a.BodyClipped + b.BodyClipped, a.HeadClipped + b.HeadClipped, a.LogProbabilityGap + b.LogProbabilityGap, Math.Max(a.GradientNorm, b.GradientNorm));
}
