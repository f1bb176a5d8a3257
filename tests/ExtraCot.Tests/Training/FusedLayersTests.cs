using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

public class FusedLayersTests
{
    // Attention that is not recognised as whole documents takes the plain operations.
    private sealed class Plain(IAttention attention) : IAttention
    {
        public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value) => attention.Attend(layer, query, key, value);
    }

    [Theory]
    [InlineData(32, 4, 2, 48, false)]
    [InlineData(64, 2, 2, 48, false)]
    [InlineData(96, 2, 1, 48, false)]
    [InlineData(128, 2, 1, 48, false)]
    [InlineData(64, 4, 2, 256, false)] // weights beyond a core's cache
    [InlineData(64, 2, 1, 48, true)] // low-rank updates: attention alone is one operation
    public void Should_give_the_states_and_gradients_of_plain_attention(int width, int heads, int groups, int hiddenSize, bool adapters)
    {
        using var scope = NewDisposeScope();
        using var model = Qwen3Model.Create(new Qwen3Config { VocabularySize = 40, HiddenSize = hiddenSize, IntermediateSize = 4 * hiddenSize, Layers = 2, Heads = heads, KeyValueHeads = groups, HeadSize = width, MaxPositions = 256 }, 3);
        if (adapters) model.AddAdapters(4, 8, 5);
        int[] lengths = [1, 31, 130, 64, 5];
        var ids = tensor(Enumerable.Range(0, lengths.Sum()).Select(i => (long)(i * 13 % 40)).ToArray());
        var positions = cat([.. lengths.Select(length => arange(length))]);
        using var generator = new Generator(4);
        var outer = randn(lengths.Sum(), hiddenSize, generator: generator);
        (Tensor Hidden, List<Tensor> Gradients) Run(IAttention attention)
        {
            foreach (var parameter in model.TrainableParameters) parameter.Value.grad?.zero_();
            var hidden = model.Hidden(ids, positions, 130, attention);
            hidden.backward([outer]);
            return (hidden.detach(), [.. model.TrainableParameters.Select(p => p.Value.grad!.clone())]);
        }
        var packed = new PackedCausalAttention(lengths);
        var (expected, expectedGradients) = Run(new Plain(packed));
        var (actual, gradients) = Run(packed);
        Golden.AssertClose(expected, actual, 2e-5);
        foreach (var (left, right) in expectedGradients.Zip(gradients)) Assert.InRange((left - right).norm().item<float>(), 0, 2e-5 * left.norm().item<float>()); // zero for factors whose partner is still zero
    }

    [Fact]
    public void Should_give_the_same_gradient_on_one_thread_and_on_two()
    {
        using var scope = NewDisposeScope();
        using var model = Qwen3Model.Create(new Qwen3Config { VocabularySize = 40, HiddenSize = 32, IntermediateSize = 64, Layers = 1, Heads = 4, KeyValueHeads = 2, HeadSize = 32, MaxPositions = 256 }, 3);
        var sequences = Enumerable.Range(20, 30).Select(n => new TrainingSequence([.. Enumerable.Range(0, n).Select(i => i * 7 % 40)])).ToList();
        var threads = get_num_threads();
        float[] Gradient(int count)
        {
            foreach (var parameter in model.Parameters) parameter.Value.grad?.zero_();
            set_num_threads(count);
            new PackedBatch(sequences).LossSum(model).backward();
            return model.Parameters.Single(p => p.Name.EndsWith("q_norm.weight", StringComparison.Ordinal)).Value.grad!.data<float>().ToArray();
        }
        try
        {
            var one = Gradient(1);
            var two = Gradient(2);
            Assert.True(one.Zip(two).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-4 * Math.Abs(pair.First) + 1e-6));
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
