using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

/// <summary>Windowed attention in numbers of elements: every tensor a forward pass makes, masks and keys of each block included.</summary>
public class LinearAttentionTests
{
    private const int Window = 16, GlobalTokens = 6;

    [Fact]
    public void Should_grow_linearly_with_the_length()
    {
        // Each step of 512 tokens costs the same, to the element; a square term would show in the second difference.
        var (first, second, third) = (Elements(512), Elements(1024), Elements(1536));
        Assert.Equal(second - first, third - second);
        Assert.True(first > 512 * 16);
    }

    [Fact]
    public void Should_let_a_token_reach_half_a_window_a_layer_and_no_further()
    {
        var config = Config() with { NumHiddenLayers = 2 };
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var model = LongformerTokenClassifier.Create(config, seed: 3);
        const int Tokens = 200, Changed = 101, Reach = 2 * Window / 2;
        var ids = arange(Tokens).remainder(50).add(2).unsqueeze(0);
        var other = ids.clone();
        other[0, Changed] = 60;
        var difference = (model.Logits(ids, ones_like(ids)) - model.Logits(other, ones_like(ids))).abs().sum(-1)[0].data<float>().ToArray();
        Assert.All(Enumerable.Range(0, Tokens), t => Assert.Equal(Math.Abs(t - Changed) <= Reach, difference[t] > 0));
    }

    private static long Elements(int tokens)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var parameters = new EncoderParameters(CPU);
        var attention = new SlidingWindowAttention(parameters, "attention", 16, 2, Window);
        parameters.Initialize(.02, seed: 0);
        var mask = ones(1, tokens, dtype: ScalarType.Bool);
        var batch = new EncoderBatch(mask, Nn.Layers.GlobalTokens.Find(arange(tokens).lt(GlobalTokens).unsqueeze(0)), Config(), training: false);
        var hidden = rand(1, tokens, 16);
        using var pass = NewDisposeScope();
        attention.Forward(hidden, batch);
        return pass.DisposablesView.OfType<Tensor>().Where(t => !t.IsInvalid).Sum(t => t.numel());
    }

    private static LongformerConfig Config() => new()
    {
        VocabSize = 64,
        HiddenSize = 16,
        NumHiddenLayers = 1,
        NumAttentionHeads = 2,
        IntermediateSize = 32,
        MaxPositionEmbeddings = 256,
        TypeVocabSize = 1,
        AttentionWindow = [Window],
    };
}
