using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Compressor;

/// <summary>
/// Trains a compressor to keep the units a teacher keeps: token classification on the thought's tokens, length-sorted batches split among workers,
/// linear warm-up and decay. Dropout stays off: the runs are short, and equal seeds give equal weights.
/// </summary>
public static class CompressorTrainer
{
    private sealed record Item(ThoughtWindow Window, bool[] Keep);

    /// <summary>Trains in place.</summary>
    /// <exception cref="InputException">There are no samples, marks and units differ in number, or the options are out of range.</exception>
    /// <exception cref="TrainingException">The loss is not finite; the model keeps the weights of the step before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; the model keeps what it has learned.</exception>
    public static void Train(CompressorModel model, IReadOnlyList<CompressorSample> samples, CompressorTrainerOptions options, SeededRandom random,
        Action<TrainingProgress>? report = null, CancellationToken cancellation = default)
    {
        if (options.Validate().ToList() is { Count: > 0 } problems) throw new InputException($"compressor: {string.Join("; ", problems)}");
        var items = samples.SelectMany(sample => Items(model, sample)).ToList();
        if (items.Count == 0) throw new InputException("compressor: the data set is empty");
        var lengths = items.Select(item => CompressorBatch.RowLength(item.Window, model.Classifier.Config)).ToList();
        var batches = Enumerable.Range(0, options.Epochs).SelectMany(_ => LengthBatches.Make(lengths, options.TokensPerStep, random)).ToList();
        using var replicas = new ModelReplicas<LongformerTokenClassifier>(model.Classifier, options.Workers);
        using var optimizer = new AdamW(replicas.Parameters, options.AdamW);
        using var weights = options.BalanceClasses ? ClassWeights(items) : null;
        for (var step = 0; step < batches.Count; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = batches[step].Select(index => items[index]).ToList();
            var rate = options.LearningRate * LearningRateSchedule.Linear(step, options.Warmup, batches.Count, options.FloorShare);
            var loss = Backward(replicas, batch, weights, options.Gamma);
            if (!double.IsFinite(loss)) throw new TrainingException($"step {step}: the compressor's loss is {loss}; lower the learning rate (now {rate:g3})");
            var norm = replicas.Parameters.ClipGradients(options.MaxGradientNorm);
            optimizer.Step(rate);
            replicas.Broadcast();
            report?.Invoke(new TrainingProgress(step + 1, batches.Count, batch.Sum(item => item.Keep.Length), loss, norm, rate));
        }
    }

    /// <summary>Scores samples and compares with their marks.</summary>
    public static KeepQuality Evaluate(CompressorModel model, IReadOnlyList<CompressorSample> samples) =>
        KeepQuality.Of(samples, model.Score([.. samples.Select(sample => sample.Thought)]));

    private static double Backward(ModelReplicas<LongformerTokenClassifier> replicas, List<Item> batch, Tensor? weights, double gamma)
    {
        var shares = LengthBatches.Split(batch, replicas.Count);
        var tokens = (double)batch.Sum(item => item.Keep.Length);
        return replicas.Backward((model, worker) =>
        {
            if (shares[worker].Count == 0) return 0;
            using var scope = NewDisposeScope();
            var inputs = new CompressorBatch([.. shares[worker].Select(item => (item.Window, (bool[]?)item.Keep))], model.Config);
            var loss = inputs.Loss(model, weights, gamma) * (shares[worker].Sum(item => item.Keep.Length) / tokens);
            loss.backward();
            return loss.item<float>();
        }).Sum();
    }

    private static IEnumerable<Item> Items(CompressorModel model, CompressorSample sample)
    {
        var (thought, keep) = sample;
        if (keep.Length != thought.Units.Count) throw new InputException($"compressor: a sample has {keep.Length} marks for {thought.Units.Count} units");
        var tokens = model.Tokenizer.EncodeWithOffsets(thought.Text);
        if (tokens.Length == 0) return [];
        var labels = UnitTokens.Labels(UnitTokens.Of(thought.Units, tokens), keep, tokens.Length);
        return model.Windows(thought, tokens).Select(window => new Item(window, labels[window.First..(window.First + window.Count)]));
    }

    // [dropped, kept], each class half of the total weight.
    private static Tensor ClassWeights(List<Item> items)
    {
        double total = items.Sum(item => item.Keep.Length), kept = items.Sum(item => item.Keep.Count(k => k));
        return tensor(new[] { (float)(total / 2 / Math.Max(1, total - kept)), (float)(total / 2 / Math.Max(1, kept)) });
    }
}
