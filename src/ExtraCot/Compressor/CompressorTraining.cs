using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Compressor;

/// <summary>A training under way: token classification on the thought's tokens, length-sorted batches split among workers, linear warm-up and decay.</summary>
internal sealed class CompressorTraining : IDisposable
{
    private readonly CompressorTrainerOptions options;
    private readonly List<Item> items;
    private readonly List<int[]> batches;
    private readonly ModelReplicas<TokenClassifier> replicas;
    private readonly AdamW optimizer;
    private readonly Tensor? weights;

    /// <summary>Prepares everything; the weights change only in <see cref="Next"/>.</summary>
    /// <exception cref="InputException">There are no samples, marks and units differ in number, or the options are out of range.</exception>
    public CompressorTraining(CompressorModel model, IReadOnlyList<CompressorSample> samples, CompressorTrainerOptions options, SeededRandom random)
    {
        if (options.Validate().ToList() is { Count: > 0 } problems) throw new InputException($"compressor: {string.Join("; ", problems)}");
        this.options = options;
        items = [.. samples.SelectMany(sample => Items(model, sample))];
        if (items.Count == 0) throw new InputException("compressor: the data set is empty");
        var lengths = items.Select(item => CompressorBatch.RowLength(item.Window, model.Classifier.Config)).ToList();
        batches = [.. Enumerable.Range(0, options.Epochs).SelectMany(_ => LengthBatches.Make(lengths, options.TokensPerStep, random))];
        replicas = new ModelReplicas<TokenClassifier>(model.Classifier, options.Workers);
        optimizer = new AdamW(replicas.Parameters, options.AdamW);
        weights = options.BalanceClasses ? ClassWeights() : null;
    }

    /// <value>Steps in all.</value>
    public int Steps => batches.Count;

    /// <value>Steps done.</value>
    public int Step => (int)optimizer.Steps;

    /// <summary>Writes weights, moments and step count into a folder.</summary>
    public void Save(string folder) => TrainingState.Save(folder, replicas.Parameters, optimizer);

    /// <summary>Takes them back.</summary>
    public void Load(string folder) => TrainingState.Load(folder, replicas.Parameters, optimizer);

    /// <summary>One step.</summary>
    /// <exception cref="TrainingException">The loss is not finite; the model keeps the weights of the step before.</exception>
    public TrainingProgress Next()
    {
        var step = Step;
        var batch = batches[step].Select(index => items[index]).ToList();
        var rate = options.LearningRate * LearningRateSchedule.Linear(step, options.Warmup, batches.Count, options.FloorShare);
        var loss = Backward(batch);
        if (!double.IsFinite(loss)) throw new TrainingException($"step {step}: the compressor's loss is {loss}; lower the learning rate (now {rate:g3})");
        var norm = replicas.Parameters.ClipGradients(options.MaxGradientNorm);
        optimizer.Step(rate);
        return new TrainingProgress(step + 1, batches.Count, batch.Sum(item => item.Keep.Length), loss, norm, rate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        weights?.Dispose();
        optimizer.Dispose();
        replicas.Dispose();
    }

    private double Backward(List<Item> batch)
    {
        var shares = LengthBatches.Split(batch, item => item.Keep.Length, replicas.Count);
        var labelled = (double)Math.Max(1, batch.Sum(item => item.Labelled));
        return replicas.Backward((model, worker) =>
        {
            if (shares[worker].Count == 0) return 0;
            using var scope = NewDisposeScope();
            var inputs = new CompressorBatch([.. shares[worker].Select(item => (item.Window, (float[]?)item.Keep))], model.Config);
            var loss = inputs.Loss(model, weights, options.Gamma) * (shares[worker].Sum(item => item.Labelled) / labelled);
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
        return model.Windows(thought, tokens).Select(window => new Item(window, labels[window.First..(window.First + window.Count)])).Where(item => item.Labelled > 0);
    }

    // [dropped, kept], each class half of the total weight.
    private Tensor ClassWeights()
    {
        double total = items.Sum(item => item.Labelled), kept = items.Sum(item => item.Keep.Where(share => !float.IsNaN(share)).Sum(share => (double)share));
        return tensor(new[] { (float)(total / 2 / Math.Max(1, total - kept)), (float)(total / 2 / Math.Max(1, kept)) });
    }

    private sealed record Item(ThoughtWindow Window, float[] Keep)
    {
        public int Labelled { get; } = Keep.Count(share => !float.IsNaN(share));
    }
}
