using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Chrpo;

/// <summary>
/// Fits the control head with the body frozen. All arms' utilities are known for the training prompts, so the gradient of
/// J = Σ_r π(r|x)·U(x, r) + τ·H(π(·|x)) is exact: no sampling noise and no division by a group's standard deviation.
/// Its optimum is π ∝ exp(U/τ).
/// </summary>
public static class ControlHeadTrainer
{
    /// <summary>Fits a head from its present weights.</summary>
    /// <param name="head">Changed in place.</param>
    /// <param name="hidden">[P, d] float32: hidden states at the control position.</param>
    /// <param name="utilities">U, [P][ratios].</param>
    /// <param name="options">Steps, batch, learning rate and τ.</param>
    /// <param name="random">Order of the prompts.</param>
    /// <returns>Mean expected utility and mean entropy (nats) over all prompts after the fit.</returns>
    public static (double Utility, double Entropy) Fit(ControlHead head, Tensor hidden, double[][] utilities, ControlHeadOptions options, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var values = tensor(utilities.SelectMany(row => row.Select(u => (float)u)).ToArray()).reshape(utilities.Length, -1); // [P, R]
        Tensor[] parameters = [head.Weight, head.Bias];
        var first = parameters.Select(p => zeros_like(p)).ToArray();
        var second = parameters.Select(p => zeros_like(p)).ToArray();
        var order = Enumerable.Range(0, utilities.Length).Select(p => (long)p).ToArray();
        for (var step = 0; step < options.Steps; step++)
        {
            using var stepScope = NewDisposeScope();
            var at = step * options.Batch % order.Length;
            if (at < options.Batch) random.Shuffle(order);
            var batch = tensor(Enumerable.Range(0, Math.Min(options.Batch, order.Length)).Select(i => order[(at + i) % order.Length]).ToArray());
            var x = hidden.index_select(0, batch);
            var gradient = Gradient(head.Logits(x), values.index_select(0, batch), options.Temperature); // [B, R]
            Ascend(head.Weight, first[0], second[0], gradient.t().mm(x), step, options.LearningRate);
            Ascend(head.Bias, first[1], second[1], gradient.sum(0), step, options.LearningRate);
        }
        return Evaluate(head, hidden, values);
    }

    // ∂J/∂logit_r = π_r (A_r − Σ π A) with A = U − τ log π, averaged over the batch.
    private static Tensor Gradient(Tensor logits, Tensor utilities, double temperature)
    {
        var logPolicy = nn.functional.log_softmax(logits, 1);
        var policy = logPolicy.exp();
        var advantage = utilities - temperature * logPolicy;
        return policy * (advantage - (policy * advantage).sum(1, keepdim: true)) / logits.size(0);
    }

    private static void Ascend(Tensor parameter, Tensor first, Tensor second, Tensor gradient, int step, double learningRate)
    {
        const double Beta1 = .9, Beta2 = .999, Epsilon = 1e-8;
        first.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
        second.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        var size = learningRate / (1 - Math.Pow(Beta1, step + 1));
        var scale = Math.Sqrt(1 - Math.Pow(Beta2, step + 1));
        parameter.addcdiv_(first, (second.sqrt() / scale).add_(Epsilon), size);
    }

    private static (double, double) Evaluate(ControlHead head, Tensor hidden, Tensor values)
    {
        var logits = head.Logits(hidden);
        return ((nn.functional.softmax(logits, 1) * values).sum(1).mean().item<float>(), ControlHead.Entropy(logits));
    }
}
