using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.SftTraining;

public sealed class SftTrainerTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly SftOptions options;

    public SftTrainerTests() => options = TinySft.Write(folder.File("."));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_take_the_same_step_in_one_pass_and_in_many()
    {
        var (whole, wholeLoss) = Weights(options with { TokensPerPass = 100_000, Workers = 1 }, steps: 2);
        var (pieces, piecesLoss) = Weights(options with { TokensPerPass = 1, Workers = 1 }, steps: 2);
        Assert.Equal(wholeLoss, piecesLoss, 1e-5);
        AssertClose(whole, pieces, 2e-5);
    }

    [Fact]
    public void Should_take_the_same_step_with_checkpointed_layers()
    {
        var (plain, _) = Weights(options, steps: 2);
        var (checkpointed, _) = Weights(options with { GradientCheckpointing = true }, steps: 2);
        AssertClose(plain, checkpointed, 1e-6);
    }

    [Fact]
    public void Should_count_response_tokens_by_control_from_the_control_token_to_the_end_of_turn()
    {
        var format = TinySft.Format(options);
        var data = SftDataset.Read(options, format);
        using var model = TinySft.Model(format);
        using var trainer = new SftTrainer(model, data, options);
        var step = trainer.Next();
        var batch = data.Steps(options)[0];
        Assert.Equal(batch.GroupBy(item => item.Sample.Control).ToDictionary(g => g.Key, g => g.Sum(item => (long)item.Sample.CompletionTokens)),
            step.Controls.ToDictionary(row => row.Key, row => row.Value.Tokens));
        Assert.Equal(step.Loss, step.Controls.Values.Sum(tally => tally.Sum) / step.Controls.Values.Sum(tally => tally.Tokens), 1e-9);
        Assert.All(batch, item => Assert.Contains(item.Sequence.Ids[item.Sequence.LossStart], format.RatioIds));
        Assert.All(batch, item => Assert.Equal(format.EndOfTurn, item.Sequence.Ids[^1]));
    }

    [Fact]
    public void Should_go_on_from_a_checkpoint_to_the_same_bits()
    {
        var (whole, _) = Weights(options, steps: 4);
        var format = TinySft.Format(options);
        var data = SftDataset.Read(options, format);
        Directory.CreateDirectory(folder.File("state"));
        using (var first = TinySft.Model(format))
        using (var trainer = new SftTrainer(first, data, options))
        {
            for (var i = 0; i < 2; i++) trainer.Next();
            trainer.Save(folder.File("state"));
        }
        using var second = TinySft.Model(format);
        using var resumed = new SftTrainer(second, data, options);
        resumed.Load(folder.File("state"));
        for (var i = 0; i < 2; i++) resumed.Next();
        Assert.Equal(4, resumed.Step);
        Assert.Equal(whole, Flat(second));
    }

    [Fact]
    public void Should_stop_at_a_loss_that_is_no_number_name_the_batch_and_keep_the_weights()
    {
        var format = TinySft.Format(options);
        var data = SftDataset.Read(options, format);
        using var model = TinySft.Model(format);
        using var trainer = new SftTrainer(model, data, options);
        using (no_grad()) model.Parameters[0].Value.fill_(float.NaN);
        var before = Flat(model);
        var failure = Assert.Throws<TrainingException>(() => trainer.Next());
        Assert.Contains("step 1: the loss is NaN", failure.Message, StringComparison.Ordinal);
        Assert.Contains(data.Steps(options)[0][0].Sample.Id, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Flat(model));
        Assert.Equal(0, trainer.Step);
    }

    [Fact]
    public void Should_refuse_a_checkpoint_of_another_shape()
    {
        var format = TinySft.Format(options);
        var data = SftDataset.Read(options, format);
        Directory.CreateDirectory(folder.File("state"));
        using var model = TinySft.Model(format);
        using (var trainer = new SftTrainer(model, data, options)) trainer.Save(folder.File("state"));
        using var other = Qwen3Model.Create(model.Config with { IntermediateSize = 64 }, 1);
        using var stranger = new SftTrainer(other, data, options);
        var failure = Assert.Throws<Nn.Weights.WeightsException>(() => stranger.Load(folder.File("state")));
        Assert.Contains("values", failure.Message, StringComparison.Ordinal);
    }

    private (float[] Weights, double Loss) Weights(SftOptions options, int steps)
    {
        var format = TinySft.Format(options);
        using var model = TinySft.Model(format);
        model.Checkpointing = options.GradientCheckpointing;
        using var trainer = new SftTrainer(model, SftDataset.Read(options, format), options);
        var loss = 0.0;
        for (var i = 0; i < steps; i++) loss = trainer.Next().Loss;
        return (Flat(model), loss);
    }

    internal static float[] Flat(Qwen3Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.detach().contiguous().data<float>().ToArray())];

    private static void AssertClose(float[] expected, float[] actual, double tolerance) =>
        Assert.True(expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second)) <= tolerance, $"largest difference {expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second)):g3}");
}
