using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

public class TokenLossTests
{
    [Theory]
    [InlineData(40, 30)]
    [InlineData(7, 1_100_000)] // three tokens a chunk
    public void Should_give_the_loss_and_gradients_of_whole_logits(int tokens, int vocabulary)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var hidden = randn(tokens, 4, generator: generator).requires_grad_();
        var matrix = randn(vocabulary, 4, generator: generator).requires_grad_();
        var targets = randint(0, vocabulary, tokens, dtype: ScalarType.Int64, generator: generator);
        var outer = randn(tokens, generator: generator);
        Assert.Equal(tokens * (long)vocabulary > TokenLossFunction.ChunkElements, vocabulary > 1000);
        var loss = TokenLossFunction.apply(hidden, matrix, targets, ScalarType.Float32, true);
        loss.backward([outer]);
        var (hiddenGradient, matrixGradient) = (hidden.grad!.clone(), matrix.grad!.clone());
        hidden.grad.zero_();
        matrix.grad.zero_();
        var expected = nn.functional.cross_entropy(nn.functional.linear(hidden, matrix), targets, reduction: nn.Reduction.None);
        expected.backward([outer]);
        Golden.AssertClose(expected.detach(), loss, 1e-5, 1e-5);
        Golden.AssertClose(hidden.grad, hiddenGradient, 1e-5, 1e-4);
        Golden.AssertClose(matrix.grad, matrixGradient, 1e-6, 1e-4);
    }
}
