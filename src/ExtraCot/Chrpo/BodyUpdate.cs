using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using static TorchSharp.torch;

namespace ExtraCot.Chrpo;

/// <summary>
/// One policy-gradient step of the body on the tokens behind the control token: clipped surrogate and k3 to the frozen SFT
/// model, mean over all tokens of the batch.
/// </summary>
/// <remarks>Rollouts come from the weights being updated, so π_old is the detached π of this very pass.</remarks>
public sealed class BodyUpdate(ModelReplicas<Qwen3Model> replicas, AdamW optimizer, Qwen3Model reference, BodyTrainerOptions options)
{
    /// <summary>Updates the weights.</summary>
    /// <returns>Mean KL to the reference a token and the gradient norm before clipping.</returns>
    public (double Kl, double GradientNorm) Step(IReadOnlyList<PolicySample> samples)
    {
        var ordered = samples.OrderBy(s => s.Sequence.Ids.Length).ToList();
        var tokens = Math.Max(1, ordered.Sum(s => s.Sequence.Targets));
        var passes = Enumerable.Range(0, replicas.Count).Select(worker => Passes(ordered.Where((_, i) => i % replicas.Count == worker))).ToList();
        var kl = replicas.Backward((model, worker) => passes[worker].Sum(pass => Backward(model, pass, tokens))).Sum();
        var norm = replicas.Parameters.ClipGradients(options.MaxGradientNorm);
        if (!double.IsFinite(norm)) throw new TrainingException("CHRPO: the gradient is not finite; lower the learning rate");
        optimizer.Step(options.LearningRate);
        replicas.Broadcast();
        return (kl, norm);
    }

    private double Backward(Qwen3Model model, List<PolicySample> pass, int tokens)
    {
        using var scope = NewDisposeScope();
        var batch = new PaddedBatch(pass.Select(s => s.Sequence).ToList());
        Tensor frozen;
        using (no_grad()) frozen = -batch.LossPerToken(reference);
        var logProbabilities = -batch.LossPerToken(model);
        var advantages = tensor(pass.SelectMany(s => Enumerable.Repeat((float)s.Advantage, s.Sequence.Targets)).ToArray());
        var (loss, kl) = PolicyLoss.PerToken(logProbabilities, logProbabilities.detach(), frozen, advantages, options.Loss);
        (loss.sum() / tokens).backward();
        return kl.sum().item<float>() / tokens;
    }

    // Length-sorted rows, as many as fit into one pass.
    private List<List<PolicySample>> Passes(IEnumerable<PolicySample> samples)
    {
        var passes = new List<List<PolicySample>>();
        foreach (var sample in samples)
        {
            if (passes.Count == 0 || (passes[^1].Count + 1) * sample.Sequence.Ids.Length > options.TokensPerPass) passes.Add([]);
            passes[^1].Add(sample);
        }
        return passes;
    }
}
