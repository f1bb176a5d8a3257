using ExtraCot.Nn.Training;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Models;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

public class FocalLossTests
{
    [Fact]
    public void Should_reproduce_the_reference_and_its_gradient()
    {
        using var scope = NewDisposeScope();
        using var golden = new SafetensorsFile(SharedData.Path("golden", "numerics", "focal.safetensors"));
        var logits = golden.Read("logits").requires_grad_();
        var loss = FocalLoss.Compute(logits, golden.Read("labels"), golden.Read("alpha"));
        loss.backward();
        TensorAssert.Close(golden.Read("loss").item<float>(), loss.item<float>(), 1e-5);
        var expected = golden.Read("grad");
        TensorAssert.Close(expected, logits.grad!, 1e-3 * expected.abs().max().item<float>());
    }

    [Theory]
    [InlineData(0.5, 0.173287)]
    [InlineData(0.9, 0.001054)]
    public void Should_count_certain_tokens_less(double probability, double expected)
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0f, (float)Math.Log(probability / (1 - probability)) }).view(1, 2);
        Assert.Equal(expected, FocalLoss.Compute(logits, tensor(new long[] { 1 })).item<float>(), 6);
    }

    [Fact]
    public void Should_be_cross_entropy_without_focus()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0.3f, -1, 2, 0.5f, -0.7f, 0.1f }).view(1, 3, 2);
        var labels = tensor(new long[] { 0, FocalLoss.Ignored, 1 }).view(1, 3);
        var expected = nn.functional.cross_entropy(logits.view(-1, 2), labels.view(-1), ignore_index: FocalLoss.Ignored);
        TensorAssert.Close(expected.item<float>(), FocalLoss.Compute(logits, labels, gamma: 0).item<float>(), 1e-6);
    }

    [Fact]
    public void Should_be_zero_where_no_token_counts()
    {
        using var scope = NewDisposeScope();
        var logits = rand(4, 2).requires_grad_();
        var loss = FocalLoss.Compute(logits, full(4, FocalLoss.Ignored, dtype: ScalarType.Int64));
        loss.backward();
        Assert.Equal(0f, loss.item<float>());
        Assert.Equal(0f, logits.grad!.abs().max().item<float>());
    }
}
