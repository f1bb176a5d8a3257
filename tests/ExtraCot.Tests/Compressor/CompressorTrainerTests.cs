using ExtraCot.Compressor;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Units;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Compressor;

[Collection(Alone.Name)]
public class CompressorTrainerTests
{
    private static readonly CompressorTrainerOptions Short = new() { LearningRate = 4e-3, TokensPerStep = 2048, Warmup = 5 };

    [Fact]
    public void Should_learn_what_the_teacher_keeps()
    {
        using var model = CompressorData.Model();
        var held = CompressorData.Samples(99, 16).Select(SentencesWithFormulas).ToList();
        var before = CompressorTrainer.Evaluate(model, held);
        Train(model, [.. CompressorData.Samples(1, 300).Select(SentencesWithFormulas)], Short);
        var after = CompressorTrainer.Evaluate(model, held);
        Assert.True(before.BudgetF1 < .5 && after is { F1: > .95, BudgetF1: > .95 }, $"{before}, then {after}");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public void Should_give_equal_weights_for_equal_seeds(double gamma, bool balance)
    {
        var (first, second, other) = (Trained(7), Trained(7), Trained(8));
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        float[] Trained(ulong seed)
        {
            using var model = CompressorData.Model();
            Train(model, CompressorData.Samples(1, 24), Short with { Gamma = gamma, BalanceClasses = balance }, seed: seed);
            return Weights(model);
        }
    }

    [Fact]
    public void Should_weigh_classes_and_windows_as_one_batch_would()
    {
        // The loss of the first step does not depend on how the batch is split.
        var losses = new[] { 1, 2, 3 }.Select(workers =>
        {
            using var model = CompressorData.Model(positions: 220);
            var first = double.NaN;
            Train(model, CompressorData.Samples(1, 5), Short with { TokensPerStep = 100_000, Workers = workers, BalanceClasses = true, Gamma = 2 },
                report: progress => first = progress.Loss);
            return first;
        }).ToList();
        Assert.All(losses, loss => Assert.Equal(losses[0], loss, 1e-6));
        Assert.Equal(Math.Log(2) / 4, losses[0], 0.02); // an untrained model says one half, and (1 - p)^2 is a quarter
    }

    [Fact]
    public void Should_learn_from_the_labelled_tokens_of_the_thought_alone()
    {
        using var scope = NewDisposeScope();
        using var model = CompressorData.Model();
        float[] keep = [1, 0, float.NaN, 1, .25f];
        var window = Assert.Single(ThoughtWindow.Cover([3, 4, 5, 6], 2, [7, 8, 9, 10, 11], 64));
        var batch = new CompressorBatch([(window, keep)], model.Classifier.Config);
        var odds = batch.Logits(model.Classifier).log_softmax(-1)[0];
        double Loss(int t) => -(keep[t] * odds[5 + t, 1].item<float>() + (1 - keep[t]) * odds[5 + t, 0].item<float>());
        Assert.Equal((Loss(0) + Loss(1) + Loss(3) + Loss(4)) / 4, batch.Loss(model.Classifier, null, gamma: 0).item<float>(), 1e-5);
    }

    [Fact]
    public void Should_report_each_step_and_stop_when_asked()
    {
        using var model = CompressorData.Model();
        using var stop = new CancellationTokenSource();
        var reports = new List<TrainingProgress>();
        Assert.Throws<OperationCanceledException>(() => Train(model, CompressorData.Samples(1, 24), Short, report: progress =>
        {
            reports.Add(progress);
            if (progress.Step == 2) stop.Cancel();
        }, cancellation: stop.Token));
        Assert.Equal([1, 2], reports.Select(r => r.Step));
        Assert.All(reports, r => Assert.True(r.Steps > 2 && r.Tokens > 0 && r.Loss > 0 && r.GradientNorm > 0));
    }

    [Fact]
    public void Should_refuse_bad_samples_and_options()
    {
        using var model = CompressorData.Model();
        var sample = CompressorData.Samples(1, 1)[0];
        string Refusal(CompressorSample[] samples, CompressorTrainerOptions options) =>
            Assert.Throws<InputException>(() => Train(model, samples, options)).Message;
        Assert.Contains("empty", Refusal([], Short));
        Assert.Contains($"3 marks for {sample.Keep.Length} units", Refusal([sample with { Keep = new float[3] }], Short));
        Assert.Contains("gamma: -1", Refusal([sample], Short with { Gamma = -1 }));
    }

    [Fact]
    public void Should_not_keep_tensors()
    {
        using var model = CompressorData.Model();
        var samples = CompressorData.Samples(1, 6);
        long Run()
        {
            Train(model, samples, Short with { BalanceClasses = true });
            CompressorTrainer.Evaluate(model, samples);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
        Run();
        var before = Run();
        Run();
        Assert.Equal(before, Run());
    }

    private static void Train(CompressorModel model, IReadOnlyList<CompressorSample> samples, CompressorTrainerOptions options, ulong seed = 0,
        Action<TrainingProgress>? report = null, CancellationToken? cancellation = null) =>
        CompressorTrainer.Train(model, samples, options, new SeededRandom(seed), report, cancellation ?? TestContext.Current.CancellationToken);

    // Whole sentences: the small world's tokenizer has one piece for a formula's last mark and the full stop behind it.
    private static CompressorSample SentencesWithFormulas(CompressorSample sample)
    {
        var kept = sample.Thought.Units.Where(unit => unit.Kind is UnitKind.Equation or UnitKind.Formula).Select(unit => unit.Sentence).ToHashSet();
        return sample with { Keep = [.. sample.Thought.Units.Select(unit => kept.Contains(unit.Sentence) ? 1f : 0f)] };
    }

    private static float[] Weights(CompressorModel model) => [.. model.Classifier.Parameters.SelectMany(p => p.Value.data<float>().ToArray())];
}
