using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Pretraining;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Pretraining;

public sealed class PretrainerTests
{
    [Fact]
    public void Should_reach_the_same_weights_when_stopped_after_three_of_six_steps_and_resumed()
    {
        using var folder = new ScratchFolder();
        var whole = Weights(new Pretrainer(TinyRun.Tokenizer(), TinyRun.Options(6), new StepCheckpoints(folder.File("whole"))).Train(cancellation: TestContext.Current.CancellationToken));

        using var stop = new CancellationTokenSource();
        var parts = new Pretrainer(TinyRun.Tokenizer(), TinyRun.Options(6), new StepCheckpoints(folder.File("parts")));
        Assert.Throws<OperationCanceledException>(() => parts.Train(progress => { if (progress.Step == 3) stop.Cancel(); }, stop.Token));
        var seen = new List<int>();
        var resumed = Weights(new Pretrainer(TinyRun.Tokenizer(), TinyRun.Options(6), new StepCheckpoints(folder.File("parts"))).Train(progress => seen.Add(progress.Step), TestContext.Current.CancellationToken));

        Assert.Equal([4, 5, 6], seen);
        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void Should_repeat_the_steps_since_the_last_checkpoint_when_killed()
    {
        using var folder = new ScratchFolder();
        var options = TinyRun.Options(6) with { CheckpointEvery = 2 };
        var whole = Weights(new Pretrainer(TinyRun.Tokenizer(), options, new StepCheckpoints(folder.File("whole"))).Train(cancellation: TestContext.Current.CancellationToken));

        var killed = new Pretrainer(TinyRun.Tokenizer(), options, new StepCheckpoints(folder.File("killed")));
        Assert.Throws<InvalidTimeZoneException>(() => killed.Train(progress => { if (progress.Step == 3) throw new InvalidTimeZoneException(); }, TestContext.Current.CancellationToken));
        Directory.CreateDirectory(folder.File("killed/partial")); // a kill in the middle of a checkpoint leaves this
        var seen = new List<int>();
        var resumed = Weights(new Pretrainer(TinyRun.Tokenizer(), options, new StepCheckpoints(folder.File("killed"))).Train(progress => seen.Add(progress.Step), TestContext.Current.CancellationToken));

        Assert.Equal([3, 4, 5, 6], seen);
        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void Should_lower_the_held_out_loss()
    {
        using var folder = new ScratchFolder();
        var scores = new List<HeldOutScore>();
        var options = TinyRun.Options(60) with { TokensPerStep = 1500, EvaluateEvery = 30 };
        using var model = new Pretrainer(TinyRun.Tokenizer(), options, new StepCheckpoints(folder.File("checkpoints"))).Train(progress => { if (progress.HeldOut is { } score) scores.Add(score); }, TestContext.Current.CancellationToken);

        Assert.Equal(2, scores.Count);
        Assert.InRange(scores[0].Loss, 0, Math.Log(246) - 1); // the loss of knowing nothing is log 246 = 5.5
        Assert.InRange(scores[1].Loss, 0, scores[0].Loss - .3);
    }

    [Fact]
    public void Should_not_depend_on_the_order_in_which_batches_are_asked_for()
    {
        var options = TinyRun.Options(1);
        var data = new PretrainingData(TinyRun.Tokenizer(), options.Seed, options.Problems);
        var third = Ids(data.Batch(3, 2000));
        var fourth = Ids(data.Batch(4, 2000));

        Assert.NotEqual(third, fourth);
        Assert.Equal(third, Ids(new PretrainingData(TinyRun.Tokenizer(), options.Seed, options.Problems).Batch(3, 2000)));
    }

    private static List<int[]> Ids(IEnumerable<TrainingSequence> batch) => [.. batch.Select(document => document.Ids)];

    private static float[][] Weights(Qwen3Model model)
    {
        using (model)
            return [.. model.Parameters.Select(parameter => parameter.Value.detach().contiguous().data<float>().ToArray())];
    }
}
