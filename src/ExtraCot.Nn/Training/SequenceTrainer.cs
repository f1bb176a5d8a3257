using ExtraCot.Nn.Models;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>A training of a language model on sequences under way: length-sorted batches, split among workers, linear decay.</summary>
/// <remarks>A non-finite loss stops it before it reaches the weights. Saved and loaded, it goes on to the same weights.</remarks>
public sealed class SequenceTrainer : IDisposable
{
    private readonly IReadOnlyList<TrainingSequence> sequences;
    private readonly SequenceTrainerOptions options;
    private readonly List<int[]> batches;
    private readonly ModelReplicas<Qwen3Model> replicas;
    private readonly AdamW optimizer;

    /// <summary>Prepares everything; the weights change only in <see cref="Next"/>.</summary>
    /// <param name="model">Trained in place.</param>
    /// <param name="sequences">At least one.</param>
    /// <param name="options">Rates and sizes.</param>
    /// <param name="random">Order of the batches.</param>
    /// <exception cref="InputException">There are no sequences.</exception>
    public SequenceTrainer(Qwen3Model model, IReadOnlyList<TrainingSequence> sequences, SequenceTrainerOptions options, SeededRandom random)
    {
        if (sequences.Count == 0) throw new InputException("training: the data set is empty");
        (this.sequences, this.options) = (sequences, options);
        var lengths = sequences.Select(s => s.Ids.Length).ToList();
        batches = [.. Enumerable.Range(0, options.Epochs).SelectMany(_ => LengthBatches.Make(lengths, options.TokensPerStep, random))];
        replicas = new ModelReplicas<Qwen3Model>(model, options.Workers);
        optimizer = new AdamW(replicas.Parameters, options.AdamW);
    }

    /// <value>Steps in all.</value>
    public int Steps => batches.Count;

    /// <value>Steps done.</value>
    public int Done => (int)optimizer.Steps;

    /// <summary>One step.</summary>
    /// <exception cref="TrainingException">The loss is not finite; the model keeps the weights of the step before.</exception>
    public TrainingProgress Next()
    {
        var step = Done;
        var batch = batches[step].Select(index => sequences[index]).ToList();
        var rate = options.LearningRate * LearningRateSchedule.Linear(step, options.Warmup, batches.Count, options.FloorShare);
        var (loss, norm) = Step(replicas, optimizer, batch, rate, options.MaxGradientNorm);
        if (!double.IsFinite(loss)) throw new TrainingException($"step {step}: the loss is {loss}; lower the learning rate (now {rate:g3}). Sequences of the batch: {string.Join(", ", batches[step].Take(8))}");
        return new TrainingProgress(step + 1, batches.Count, batch.Sum(s => s.Ids.Length), loss, norm, rate);
    }

    /// <summary>Writes weights, moments and step count into a folder.</summary>
    public void Save(string folder) => TrainingState.Save(folder, replicas.Parameters, optimizer);

    /// <summary>Takes them back.</summary>
    public void Load(string folder) => TrainingState.Load(folder, replicas.Parameters, optimizer);

    /// <summary>One optimiser step on a batch; the weights change only when the loss is finite.</summary>
    /// <returns>Mean loss a target and the gradient norm before clipping.</returns>
    public static (double Loss, double Norm) Step(ModelReplicas<Qwen3Model> replicas, AdamW optimizer, IReadOnlyList<TrainingSequence> batch, double rate, double maxNorm)
    {
        var shares = LengthBatches.Split(batch, sequence => sequence.Ids.Length, replicas.Count);
        var targets = Math.Max(1, batch.Sum(s => s.Targets));
        var loss = replicas.Backward((model, worker) =>
        {
            if (shares[worker].Count == 0) return 0;
            using var scope = NewDisposeScope();
            var mean = new PackedBatch(shares[worker], model.Device).LossSum(model) / targets;
            mean.backward();
            return mean.item<float>();
        }).Sum();
        if (!double.IsFinite(loss)) return (loss, double.NaN);
        var norm = replicas.Parameters.ClipGradients(maxNorm);
        optimizer.Step(rate);
        return (loss, norm);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        replicas.Dispose();
    }
}
