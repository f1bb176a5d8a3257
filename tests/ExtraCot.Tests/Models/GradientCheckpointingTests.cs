using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

[Collection(Alone.Name)]
public class GradientCheckpointingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(17L)]
    public void Should_give_the_same_loss_and_gradients(long? dropoutSeed)
    {
        using var scope = NewDisposeScope();
        using var model = LongformerTokenClassifier.Load(SharedData.Path("golden", "longformer"));
        var (plain, plainGradients) = Step(model, dropoutSeed);
        model.GradientCheckpointing = true;
        var (again, gradients) = Step(model, dropoutSeed);
        if (dropoutSeed is null) Assert.Equal(plain, again);
        Assert.All(plainGradients.Zip(gradients), pair => Assert.True(dropoutSeed is not null || pair.First.allclose(pair.Second, 1e-5, 1e-7)));
        Assert.All(gradients, gradient => Assert.True(gradient.abs().max().item<float>() > 0));
        if (dropoutSeed is null) return;
        var (third, repeated) = Step(model, dropoutSeed); // dropout falls where it fell before
        Assert.Equal(again, third);
        Assert.All(gradients.Zip(repeated), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void Should_not_keep_tensors()
    {
        using var model = LongformerTokenClassifier.Load(SharedData.Path("golden", "longformer"));
        model.GradientCheckpointing = true;
        long Run()
        {
            using (NewDisposeScope()) Step(model, null);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
        Run();
        var before = Run();
        Run();
        Assert.Equal(before, Run());
    }

    private static (float Loss, List<Tensor> Gradients) Step(LongformerTokenClassifier model, long? dropoutSeed)
    {
        foreach (var (_, value) in model.Parameters) value.grad = null;
        var ids = arange(60).remainder(40).add(3).view(2, 30);
        var loss = FocalLoss.Compute(model.Logits(ids, ones_like(ids), arange(30).lt(4).expand(2, 30), dropoutSeed), ids.remainder(2));
        loss.backward();
        return (loss.item<float>(), [.. model.Parameters.Select(p => p.Value.grad!.clone())]);
    }
}
