using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

public class Qwen3GoldenTests
{
    private const double Tolerance = 2e-4; // the reference data's own statement for float32

    // The reference is left-padded; we run the rows packed, without padding, and compare the real positions.
    private sealed record Case(Qwen3Model Model, Tensor Ids, Tensor Positions, Tensor Real, int[] Lengths, Tensor Labels) : IDisposable
    {
        public PackedCausalAttention Attention => new(Lengths);

        public Tensor Hidden() => Model.Hidden(Ids, Positions, 48, Attention);

        public void Dispose() => Model.Dispose();
    }

    private static Case Load(string name)
    {
        var model = Qwen3Model.Load(SharedData.Path("golden", name));
        using var golden = Golden.Open(name, "golden.safetensors");
        var real = golden.Read("attention_mask").reshape(-1).nonzero().squeeze(1);
        var lengths = golden.Read("attention_mask").sum(1).data<long>().Select(length => (int)length).ToArray();
        return new Case(model, golden.Read("input_ids").reshape(-1)[real], golden.Read("position_ids").reshape(-1)[real], real, lengths,
            golden.Read("labels").reshape(-1)[real]);
    }

    [Theory]
    [InlineData("qwen3-tied")]
    [InlineData("qwen3-untied")]
    public void Should_give_the_reference_logits_and_hidden_states(string name)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var test = Load(name);
        using var golden = Golden.Open(name, "golden.safetensors");
        Golden.AssertClose(golden.Read("hidden_1").flatten(0, 1)[test.Real], test.Model.HiddenAfter(0, test.Ids, test.Positions, 48, test.Attention), Tolerance);
        Golden.AssertClose(golden.Read("logits").flatten(0, 1)[test.Real], test.Model.Logits(test.Hidden()), Tolerance);
    }

    [Theory]
    [InlineData("qwen3-tied")]
    [InlineData("qwen3-untied")]
    public void Should_continue_greedily_as_the_reference_does(string name)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var test = Load(name);
        using var golden = Golden.Open(name, "golden.safetensors");
        var ids = golden.Read("input_ids")[0].data<long>().ToList();
        var expected = golden.Read("greedy").reshape(-1).data<long>().ToArray();
        for (var i = 0; i < 40; i++)
        {
            using var step = NewDisposeScope();
            var hidden = test.Model.Hidden(tensor(ids), arange(ids.Count), ids.Count, new PackedCausalAttention([ids.Count]));
            ids.Add(test.Model.Logits(hidden[^1]).argmax().item<long>());
        }
        Assert.Equal(expected[^40..], ids[^40..]);
    }
}
