using System.Text.Json;
using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

public class Qwen3LossTests
{
    [Theory]
    [InlineData("qwen3-tied")]
    [InlineData("qwen3-untied")]
    public void Should_give_the_reference_loss_and_all_gradient_norms(string name)
    {
        using var scope = NewDisposeScope();
        var expected = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("golden", name, "golden.json"))).RootElement;
        using var golden = Golden.Open(name, "golden.safetensors");
        using var model = Qwen3Model.Load(SharedData.Path("golden", name));
        using var parameters = new FlatParameters(model.Parameters);
        var real = golden.Read("attention_mask").reshape(-1).nonzero().squeeze(1);
        var lengths = golden.Read("attention_mask").sum(1).data<long>().Select(l => (int)l).ToArray();
        // The token after position t is the label at t + 1 of the same row; the last place of a row predicts nothing.
        var next = cat([golden.Read("labels").narrow(1, 1, 47), full([2, 1], -100L, dtype: ScalarType.Int64)], 1).reshape(-1)[real];
        var places = next.ne(-100).nonzero().squeeze(1);
        var hidden = model.Hidden(golden.Read("input_ids").reshape(-1)[real], golden.Read("position_ids").reshape(-1)[real], 48, new PackedCausalAttention(lengths));
        var loss = CausalLmLoss.Sum(model, hidden, places, next[places]) / places.size(0);
        loss.backward();
        AssertRelative(expected.GetProperty("loss").GetDouble(), loss.item<float>(), 1e-5, "loss");
        foreach (var norm in expected.GetProperty("grad_norms").EnumerateObject())
            AssertRelative(norm.Value.GetDouble(), Gradient(model, norm.Name).norm().item<float>(), 1e-3, norm.Name);
        foreach (var stored in golden.Tensors.Keys.Where(key => key.StartsWith("grad.", StringComparison.Ordinal)))
            Golden.AssertClose(golden.Read(stored), Gradient(model, stored[5..]), 1e-6, 1e-3);
    }

    [Fact]
    public void Should_compute_the_same_loss_packed_and_padded_whole_and_in_pieces()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModel();
        var sequences = new[] { 7, 31, 20, 64 }.Select(n => new TrainingSequence(Enumerable.Range(0, n).Select(i => i * 37 % 50).ToArray(), 5)).ToList();
        var padded = new PackedBatch(sequences).LossSum(model).item<float>();
        var oneByOne = sequences.Sum(s => new PackedBatch([s]).LossSum(model).item<float>());
        var lengths = sequences.Select(s => s.Ids.Length).ToArray();
        var ids = tensor(sequences.SelectMany(s => s.Ids.Select(id => (long)id)).ToArray());
        var hidden = model.Hidden(ids, cat(lengths.Select(l => arange(l)).ToArray()), 64, new PackedCausalAttention(lengths));
        var starts = lengths.Select((_, i) => lengths.Take(i).Sum()).ToArray();
        var places = sequences.SelectMany((s, i) => Enumerable.Range(s.LossStart - 1, s.Targets).Select(t => (long)(starts[i] + t))).ToArray();
        var packed = CausalLmLoss.Sum(model, hidden, tensor(places), ids[tensor(places) + 1]).item<float>();
        Assert.Equal(padded, oneByOne, padded * 1e-5f);
        Assert.Equal(padded, packed, padded * 1e-5f);
        Assert.Equal(0f, CausalLmLoss.Sum(model, hidden, tensor(Array.Empty<long>(), dtype: ScalarType.Int64), tensor(Array.Empty<long>(), dtype: ScalarType.Int64)).item<float>());
    }

    [Fact]
    public void Should_give_the_same_weights_saved_and_reloaded()
    {
        var folder = Directory.CreateTempSubdirectory("extracot-qwen3").FullName;
        using var model = SmallModel();
        model.Save(folder, ScalarType.Float32);
        using var again = Qwen3Model.Load(folder);
        Assert.Equal(model.Config.ToString(), again.Config.ToString()); // all public values
        Assert.All(model.Parameters.Zip(again.Parameters), pair => Assert.True(pair.First.Value.equal(pair.Second.Value).all().item<bool>(), pair.First.Name));
        Directory.Delete(folder, recursive: true);
    }

    internal static Qwen3Model SmallModel() => Qwen3Model.Create(new Qwen3Config
    {
        VocabularySize = 50,
        HiddenSize = 24,
        IntermediateSize = 40,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 8,
        MaxPositions = 64,
    }, seed: 5);

    private static Tensor Gradient(Qwen3Model model, string name)
    {
        var (stored, part) = name switch
        {
            _ when name.Contains("q_proj", StringComparison.Ordinal) => (name.Replace("q_proj", "qkv_proj"), 0),
            _ when name.Contains("k_proj", StringComparison.Ordinal) => (name.Replace("k_proj", "qkv_proj"), 1),
            _ when name.Contains("v_proj", StringComparison.Ordinal) => (name.Replace("v_proj", "qkv_proj"), 2),
            _ when name.Contains("gate_proj", StringComparison.Ordinal) => (name.Replace("gate_proj", "gate_up_proj"), 3),
            _ when name.Contains("up_proj", StringComparison.Ordinal) => (name.Replace("up_proj", "gate_up_proj"), 4),
            _ => (name, -1),
        };
        var gradient = model.Parameters.Single(p => p.Name == stored).Value.grad!;
        long q = (long)model.Config.Heads * model.Config.HeadSize, kv = (long)model.Config.KeyValueHeads * model.Config.HeadSize, ff = model.Config.IntermediateSize;
        return part switch
        {
            0 => gradient.narrow(0, 0, q),
            1 => gradient.narrow(0, q, kv),
            2 => gradient.narrow(0, q + kv, kv),
            3 => gradient.narrow(0, 0, ff),
            4 => gradient.narrow(0, ff, ff),
            _ => gradient,
        };
    }

    private static void AssertRelative(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"{what}: {actual}, expected {expected}");
}
