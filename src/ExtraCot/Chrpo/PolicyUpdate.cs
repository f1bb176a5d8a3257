using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using static TorchSharp.torch;

namespace ExtraCot.Chrpo;

/// <summary>
/// Policy-gradient steps on one batch of rollouts (spec of stages 2 and 3, section 6.10):
/// <code>
/// loss = −[α·(mean_i surrogate_{i,0} + h·H_i) + Σ_i Σ_{t≥1} surrogate_{i,t} / Σ_i (T_i − 1)] + β·mean k3
/// </code>
/// The first token is a softmax over the allowed ratio tokens alone, here as in the rollouts; head and body have means of their own.
/// </summary>
/// <remarks>π_old is what the engine sampled from, so the distance between engine and trainer is part of the ratio and is watched.</remarks>
/// <param name="replicas">The trained model.</param>
/// <param name="optimizer">Over the replicas' parameters.</param>
/// <param name="reference">The frozen SFT model.</param>
/// <param name="choices">Ids of the allowed ratio tokens.</param>
/// <param name="options">Rates and weights.</param>
public sealed class PolicyUpdate(ModelReplicas<Qwen3Model> replicas, AdamW optimizer, Qwen3Model reference, IReadOnlyList<int> choices, UpdateOptions options)
{
    private readonly long[] choiceIds = [.. choices.Select(id => (long)id)];

    /// <summary>Updates the weights once a mini-batch.</summary>
    /// <param name="samples">In the order they are divided into mini-batches.</param>
    /// <param name="entropyShare">Share of the entropy weight that is left, 1 … 0.</param>
    /// <exception cref="TrainingException">The gradient is not finite, a rollout's log-probabilities are cut short, or engine and trainer disagree about them; the weights are those before.</exception>
    public UpdateFacts Step(IReadOnlyList<PolicySample> samples, double entropyShare)
    {
        if (samples.FirstOrDefault(sample => sample.OldLogProbabilities.Length != sample.Sequence.Targets) is { } cut)
            throw new TrainingException($"the engine gave {cut.OldLogProbabilities.Length} log-probabilities for a rollout of {cut.Sequence.Targets} tokens behind its control token; every one is needed");
        var size = (samples.Count + options.MiniBatches - 1) / options.MiniBatches;
        var (total, parts) = (new UpdateFacts(), 0);
        foreach (var part in samples.Chunk(size))
        {
            total += Update(part, entropyShare, checkGap: parts == 0);
            parts++;
        }
        return new UpdateFacts(total.BodyKl / parts, total.HeadKl / parts, total.HeadEntropy / parts, total.BodyClipped / parts, total.HeadClipped / parts, total.LogProbabilityGap, total.GradientNorm);
    }

    private UpdateFacts Update(IReadOnlyList<PolicySample> samples, double entropyShare, bool checkGap)
    {
        var (tokens, heads) = (Math.Max(1, samples.Sum(sample => sample.Sequence.Targets)), Math.Max(1, samples.Count(sample => sample.Head is not null)));
        var passes = LengthBatches.Split(samples, sample => sample.Sequence.Ids.Length, replicas.Count).Select(Passes).ToList();
        var facts = new UpdateFacts[replicas.Count];
        replicas.Backward((model, worker) =>
        {
            foreach (var pass in passes[worker]) facts[worker] += Backward(model, pass, tokens, heads, entropyShare * options.EntropyWeight);
            return 0;
        });
        var total = facts.Aggregate((a, b) => a + b);
        if (checkGap && !(total.LogProbabilityGap <= options.MaxLogProbabilityGap))
            throw new TrainingException($"engine and trainer disagree by {total.LogProbabilityGap:g3} nats a token on average, choices included (at most {options.MaxLogProbabilityGap}): the rollouts are not from the trained policy; train in float32 or raise maxLogProbabilityGap");
        var norm = replicas.Parameters.ClipGradients(options.MaxGradientNorm);
        if (!double.IsFinite(norm)) throw new TrainingException("the gradient is not finite; lower learningRate");
        optimizer.Step(options.LearningRate);
        return total with { LogProbabilityGap = checkGap ? total.LogProbabilityGap : 0, GradientNorm = norm };
    }

    private UpdateFacts Backward(Qwen3Model model, List<PolicySample> pass, int tokens, int heads, double entropyWeight)
    {
        using var scope = NewDisposeScope();
        var batch = new PackedBatch([.. pass.Select(sample => sample.Sequence)]);
        var old = tensor(pass.SelectMany(sample => sample.OldLogProbabilities).ToArray()); // [M]
        var advantages = tensor(pass.SelectMany(sample => Enumerable.Repeat((float)sample.Advantage, sample.Sequence.Targets)).ToArray()); // [M]
        var choosing = Enumerable.Range(0, pass.Count).Where(row => pass[row].Head is not null).ToList();
        var places = tensor(choosing.Select(row => (long)batch.Starts[row] + pass[row].Sequence.LossStart - 2).ToArray(), dtype: ScalarType.Int64); // the prompts' last tokens
        Tensor frozen, frozenChoice;
        using (no_grad())
        {
            var hiddenThere = batch.Hidden(reference);
            frozen = -CausalLmLoss.PerToken(reference, hiddenThere, batch.Places, batch.Targets);
            frozenChoice = Choice(reference, hiddenThere, places);
        }
        var hidden = batch.Hidden(model);
        var logProbabilities = -CausalLmLoss.PerToken(model, hidden, batch.Places, batch.Targets);
        var (bodyLoss, bodyKl) = PolicyLoss.PerToken(logProbabilities, old, frozen, advantages, options.Loss);
        var loss = bodyLoss.sum() / tokens;
        var facts = new UpdateFacts(Sum(bodyKl) / tokens, 0, 0, Clipped(logProbabilities, old) / tokens, 0, Sum((logProbabilities - old).abs()) / tokens, 0);
        if (choosing.Count > 0)
        {
            var all = Choice(model, hidden, places); // [n, choices]
            var taken = tensor(choosing.Select(row => (long)pass[row].Head!.Chosen).ToArray()).unsqueeze(1);
            var (now, then) = (all.gather(1, taken).squeeze(1), tensor(choosing.Select(row => pass[row].Head!.OldLogProbability).ToArray()));
            var headAdvantages = tensor(choosing.Select(row => (float)pass[row].Head!.Advantage).ToArray());
            var (headLoss, headKl) = PolicyLoss.PerToken(now, then, frozenChoice.gather(1, taken).squeeze(1), headAdvantages, options.Loss);
            var entropy = -(all.exp() * all).sum(1);
            loss = loss + options.HeadWeight * (headLoss - entropyWeight * entropy).sum() / heads;
            facts = facts with { HeadKl = Sum(headKl) / heads, HeadEntropy = Sum(entropy) / heads, HeadClipped = Clipped(now, then) / heads, LogProbabilityGap = facts.LogProbabilityGap + Sum((now - then).abs()) / heads };
        }
        loss.backward();
        return facts;
    }

    // log π over the allowed ratio tokens at the control position, [n, choices].
    private Tensor Choice(Qwen3Model model, Tensor hidden, Tensor places) =>
        nn.functional.log_softmax(model.Logits(hidden.index_select(0, places)).index_select(1, tensor(choiceIds)), 1);

    private double Clipped(Tensor now, Tensor old)
    {
        var ratio = (now.detach() - old).exp();
        return Sum(ratio.lt(1 - options.Loss.ClipLow).logical_or(ratio.gt(1 + options.Loss.ClipHigh)).to(ScalarType.Float32));
    }

    private static double Sum(Tensor values) => values.sum().item<float>();

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
