using ExtraCot.Nn.Training;
using ExtraCot.Text;

namespace ExtraCot.Compressor;

/// <summary>
/// Trains a compressor to keep the units a teacher keeps. Dropout stays off: the runs are short, and equal seeds give equal weights.
/// </summary>
public static class CompressorTrainer
{
    /// <summary>Trains in place.</summary>
    /// <exception cref="InputException">There are no samples, marks and units differ in number, or the options are out of range.</exception>
    /// <exception cref="TrainingException">The loss is not finite; the model keeps the weights of the step before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; the model keeps what it has learned.</exception>
    public static void Train(CompressorModel model, IReadOnlyList<CompressorSample> samples, CompressorTrainerOptions options, SeededRandom random,
        Action<TrainingProgress>? report = null, CancellationToken cancellation = default)
    {
        using var training = new CompressorTraining(model, samples, options, random);
        while (training.Step < training.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            var progress = training.Next();
            report?.Invoke(progress);
        }
    }

    /// <summary>Scores samples and compares with their marks.</summary>
    public static KeepQuality Evaluate(CompressorModel model, IReadOnlyList<CompressorSample> samples) =>
        KeepQuality.Of(samples, model.Score([.. samples.Select(sample => sample.Thought)]));
}
