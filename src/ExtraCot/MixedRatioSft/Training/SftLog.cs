using System.Diagnostics;
using ExtraCot.Runs;

namespace ExtraCot.MixedRatioSft.Training;

/// <summary>The run's numbers: <c>metrics.jsonl</c>, TensorBoard events and the live line.</summary>
/// <param name="run">Folder of the run.</param>
/// <param name="progress">Live line.</param>
/// <param name="peak">Billions of operations a second that large products reach on this machine.</param>
internal sealed class SftLog(RunFolder run, IStageProgress progress, double peak) : IDisposable
{
    internal const string TrainingMetrics = "sft", ValidationMetrics = "sft-validation", ControlMetrics = "sft-control";
    private readonly TensorBoardLog events = new(run.PathOf("tensorboard"));
    private long last = Stopwatch.GetTimestamp();
    private double peak = peak;

    /// <summary>Forgets the time since the last step, which something else took.</summary>
    public void Restart() => last = Stopwatch.GetTimestamp();

    /// <param name="step">The step.</param>
    /// <param name="operations">Of its products.</param>
    public void Write(SftStep step, double operations)
    {
        var seconds = Stopwatch.GetElapsedTime(last).TotalSeconds;
        Restart();
        var (speed, rate) = (step.Tokens / seconds, operations / seconds / 1e9);
        peak = Math.Max(peak, rate); // measured while the machine was busy, it may have been too low
        var share = rate / peak;
        progress.Report(step.Step, ("loss", step.Loss), ("lr", step.LearningRate), ("tokens/s", speed), ("share of peak", share));
        Write(TrainingMetrics, step.Step, [("loss", step.Loss), ("gradientNorm", step.GradientNorm), ("learningRate", step.LearningRate), ("tokens", step.Tokens),
            ("tokensPerSecond", Math.Round(speed)), ("shareOfPeak", Math.Round(share, 4)), .. ByControl(step.Controls)]);
    }

    public void Write(int step, double loss, IReadOnlyDictionary<string, LossTally> controls) =>
        Write(ValidationMetrics, step, [("loss", loss), .. ByControl(controls)]);

    public void Write(int step, IReadOnlyList<ControlAccuracy> controls)
    {
        if (controls.Count == 0) return;
        Write(ControlMetrics, step, [.. controls.SelectMany(row => new[] { ($"mirrored/{row.Control}", row.Mirrored), ($"realisedRatio/{row.Control}", row.RealisedRatio), ($"right/{row.Control}", row.Right) })]);
    }

    public void Dispose() => events.Dispose();

    private static IEnumerable<(string, double)> ByControl(IReadOnlyDictionary<string, LossTally> controls) =>
        controls.SelectMany(row => new[] { ($"loss/{row.Key}", row.Value.Mean), ($"responseTokens/{row.Key}", (double)row.Value.Tokens) });

    private void Write(string stage, int step, (string Name, double Value)[] values)
    {
        run.Metrics.Write(stage, step, values);
        foreach (var (name, value) in values) events.Scalar($"{stage}/{name}", step, value);
    }
}
