using ExtraCot.Nn.Models;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>Trains a language model on sequences: length-sorted batches, split among workers, linear decay.</summary>
/// <remarks>Reports each step; a non-finite loss stops the run before it reaches the weights.</remarks>
public static class SequenceTrainer
{
    /// <summary>Trains in place.</summary>
    /// <exception cref="InputException">There are no sequences.</exception>
    /// <exception cref="TrainingException">The loss is not finite; the model keeps the weights of the step before.</exception>
    public static void Train(Qwen3Model model, IReadOnlyList<TrainingSequence> sequences, SequenceTrainerOptions options, SeededRandom random,
        Action<TrainingProgress>? report = null, CancellationToken cancellation = default)
    {
        if (sequences.Count == 0) throw new InputException("training: the data set is empty");
        var lengths = sequences.Select(s => s.Ids.Length).ToList();
        var batches = Enumerable.Range(0, options.Epochs).SelectMany(_ => LengthBatches.Make(lengths, options.TokensPerStep, random)).ToList();
        using var replicas = new ModelReplicas<Qwen3Model>(model, options.Workers);
        using var optimizer = new AdamW(replicas.Parameters, options.AdamW);
        for (var step = 0; step < batches.Count; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = batches[step].Select(index => sequences[index]).ToList();
            var rate = options.LearningRate * LearningRateSchedule.Linear(step, options.Warmup, batches.Count, options.FloorShare);
            var (loss, norm) = Step(replicas, optimizer, batch, rate, options.MaxGradientNorm);
            if (!double.IsFinite(loss)) throw new TrainingException($"step {step}: the loss is {loss}; lower the learning rate (now {rate:g3}). Sequences of the batch: {string.Join(", ", batches[step].Take(8))}");
            report?.Invoke(new TrainingProgress(step + 1, batches.Count, batch.Sum(s => s.Ids.Length), loss, norm, rate));
        }
    }

    /// <summary>One optimiser step on a batch; the weights change only when the loss is finite.</summary>
    /// <returns>Mean loss a target and the gradient norm before clipping.</returns>
    public static (double Loss, double Norm) Step(ModelReplicas<Qwen3Model> replicas, AdamW optimizer, IReadOnlyList<TrainingSequence> batch, double rate, double maxNorm)
    {
        var shares = LengthBatches.Split(batch, replicas.Count);
        var targets = Math.Max(1, batch.Sum(s => s.Targets));
        var loss = replicas.Backward((model, worker) =>
        {
            if (shares[worker].Count == 0) return 0;
            using var scope = NewDisposeScope();
            var mean = new PackedBatch(shares[worker]).LossSum(model) / targets;
            mean.backward();
            return mean.item<float>();
        }).Sum();
        if (!double.IsFinite(loss)) return (loss, double.NaN);
        var norm = replicas.Parameters.ClipGradients(maxNorm);
        optimizer.Step(rate);
        replicas.Broadcast();
        return (loss, norm);
    }
}
