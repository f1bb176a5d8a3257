using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Torch;

/// <summary>Draws tokens where the logits are, as <see cref="Sampler"/> does on the host.</summary>
internal static class TokenDraw
{
    /// <summary>One token a row.</summary>
    /// <param name="logits">[N, V] float32.</param>
    /// <param name="draws">[2, N] float64: temperatures and uniform numbers.</param>
    /// <returns>[2, N] float64: token ids and the log-probabilities the model gave them. In the caller's dispose scope.</returns>
    internal static Tensor Apply(Tensor logits, Tensor draws)
    {
        var temperature = draws[0].to(float32).unsqueeze(1); // [N, 1]
        var greedy = temperature.eq(0);
        var scaled = logits / temperature.masked_fill(greedy, 1);
        var cumulative = (scaled - scaled.amax([1], keepdim: true)).exp_().to(float64).cumsum(1); // [N, V]
        var cut = cumulative.narrow(1, logits.size(1) - 1, 1) * draws[1].unsqueeze(1);
        var drawn = searchsorted(cumulative, cut, right: true).clamp_(max: logits.size(1) - 1);
        var token = where(greedy, logits.argmax(1, keepdim: true), drawn); // [N, 1]
        var probability = logits.gather(1, token) - logits.logsumexp(1, keepdim: true);
        return cat([token.to(float64), probability.to(float64)], 1).t();
    }
}
