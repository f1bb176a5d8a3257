using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Compressor;

/// <summary>Trains a compressor on labelled thoughts; thoughts longer than a window are learned window by window.</summary>
public static class CompressorTrainer
{
    private const int Warmup = 20;
    private const double FloorShare = .05;

    /// <summary>Trains in place.</summary>
    /// <exception cref="InputException">There are no samples.</exception>
    /// <exception cref="TrainingException">The loss is not finite; the weights are those of the step before.</exception>
    public static void Train(CompressorModel model, IReadOnlyList<CompressorSample> samples, CompressorOptions options, SeededRandom random,
        Action<TrainingProgress>? report = null, CancellationToken cancellation = default)
    {
        if (samples.Count == 0) throw new InputException("compressor: there are no labelled thoughts to learn from");
        var rows = samples.SelectMany(sample => model.Inputs(sample.Thought).Select(input => (Input: input, sample.Keep))).ToList();
        var lengths = rows.Select(row => row.Input.Ids.Length).ToList();
        var batches = Enumerable.Range(0, options.Epochs).SelectMany(_ => LengthBatches.Make(lengths, options.TokensPerStep, random)).ToList();
        using var replicas = new ModelReplicas<LongformerTokenClassifier>(model.Classifier, options.Workers);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions());
        for (var step = 0; step < batches.Count; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = batches[step].Select(index => rows[index]).ToList();
            var loss = replicas.Backward((classifier, worker) => Backward(classifier, [.. batch.Where((_, i) => i % replicas.Count == worker)], batch.Count, options.FocalGamma)).Sum();
            if (!double.IsFinite(loss)) throw new TrainingException($"compressor, step {step}: the loss is {loss}; lower the learning rate");
            var norm = replicas.Parameters.ClipGradients(1);
            var rate = options.LearningRate * LearningRateSchedule.Linear(step, Warmup, batches.Count, FloorShare);
            optimizer.Step(rate);
            replicas.Broadcast();
            report?.Invoke(new TrainingProgress(step + 1, batches.Count, batch.Sum(row => row.Input.Ids.Length), loss, norm, rate));
        }
    }

    /// <summary>F1 of keeping, over units: kept sets against labels.</summary>
    public static double KeepF1(IEnumerable<(bool[] Kept, bool[] Label)> pairs)
    {
        long both = 0, kept = 0, labelled = 0;
        foreach (var (mine, label) in pairs)
            for (var i = 0; i < label.Length; i++)
            {
                if (mine[i]) kept++;
                if (label[i]) labelled++;
                if (mine[i] && label[i]) both++;
            }
        return kept + labelled == 0 ? 1 : 2.0 * both / (kept + labelled);
    }

    private static double Backward(LongformerTokenClassifier classifier, List<(CompressorInput Input, bool[] Keep)> rows, int rowsOfBatch, double gamma)
    {
        if (rows.Count == 0) return 0;
        using var scope = NewDisposeScope();
        List<CompressorInput> inputs = [.. rows.Select(row => row.Input)];
        var loss = new CompressorBatch(inputs, classifier.Config.PadTokenId).Loss(classifier, inputs, [.. rows.Select(row => row.Keep)], gamma) * ((double)rows.Count / rowsOfBatch);
        loss.backward();
        return loss.item<float>();
    }
}
