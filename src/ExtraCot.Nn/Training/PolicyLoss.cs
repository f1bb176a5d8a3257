using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>
/// The clipped policy objective a token (PPO; GRPO, arXiv 2402.03300) with the k3 estimate of the KL divergence:
/// <code>
/// ρ = exp(log π − log π_old);   L = −min(ρ·A, clip(ρ, 1 − ε_lo, 1 + ε_hi)·A) + β·k3
/// k3 = exp(log π_ref − log π) − (log π_ref − log π) − 1
/// </code>
/// </summary>
public static class PolicyLoss
{
    /// <summary>The loss of each token.</summary>
    /// <param name="logProbabilities">log π(token), [M], with gradient.</param>
    /// <param name="old">log π_old, [M].</param>
    /// <param name="reference">log π_ref, [M].</param>
    /// <param name="advantages">A, [M].</param>
    /// <param name="options">Clip ranges and KL weight.</param>
    /// <returns>Loss and k3, each [M].</returns>
    public static (Tensor Loss, Tensor Kl) PerToken(Tensor logProbabilities, Tensor old, Tensor reference, Tensor advantages, PolicyLossOptions options)
    {
        var ratio = (logProbabilities - old).exp();
        var surrogate = minimum(ratio * advantages, ratio.clamp(1 - options.ClipLow, 1 + options.ClipHigh) * advantages);
        var difference = reference - logProbabilities;
        var kl = difference.exp() - difference - 1;
        return (options.KlWeight * kl - surrogate, kl);
    }
}
