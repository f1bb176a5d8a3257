using ExtraCot.Nn.Training;
using ExtraCot.Tests.Models;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

public class LoraTests
{
    private static readonly List<TrainingSequence> Batch = [.. new[] { 9, 17 }.Select(n => new TrainingSequence([.. Enumerable.Range(0, n).Select(i => i * 7 % 50)], 3))];

    [Fact]
    public void Should_change_nothing_at_first_and_give_the_same_hidden_states_merged()
    {
        using var scope = NewDisposeScope();
        using var model = Qwen3LossTests.SmallModel();
        var plain = new PackedBatch(Batch).Hidden(model).detach();
        model.AddAdapters(rank: 4, alpha: 8, seed: 1);
        Golden.AssertClose(plain, new PackedBatch(Batch).Hidden(model), 1e-6);
        using (var replicas = new ModelReplicas<Nn.Models.Qwen3Model>(model, 2))
        using (var optimizer = new AdamW(replicas.Parameters, new AdamWOptions()))
            for (var step = 0; step < 5; step++) SequenceTrainer.Step(replicas, optimizer, Batch, 1e-2, 1);
        var adapted = new PackedBatch(Batch).Hidden(model).detach();
        Assert.True((adapted - plain).abs().max().item<float>() > .05, "training changed nothing");
        model.MergeAdapters();
        Golden.AssertClose(adapted, new PackedBatch(Batch).Hidden(model), 2e-5);
    }

    [Fact]
    public void Should_train_the_token_rows_and_the_updates_alone()
    {
        using var scope = NewDisposeScope();
        using var model = Qwen3LossTests.SmallModel();
        var before = model.Parameters.ToDictionary(p => p.Name, p => p.Value.detach().clone());
        model.AddAdapters(rank: 2, alpha: 2, seed: 1);
        using (var replicas = new ModelReplicas<Nn.Models.Qwen3Model>(model, 1))
        using (var optimizer = new AdamW(replicas.Parameters, new AdamWOptions()))
            SequenceTrainer.Step(replicas, optimizer, Batch, 1e-2, 1);
        foreach (var (name, value) in model.Parameters)
            Assert.Equal(name != "model.embed_tokens.weight", value.detach().equal(before[name]).all().item<bool>());
    }
}
