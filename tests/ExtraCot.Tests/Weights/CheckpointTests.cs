using System.Text.Json;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Weights;

public sealed class CheckpointTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    private string Folder => scratch.File("model");

    public void Dispose() => scratch.Dispose();

    private static Qwen3Config Config(bool tied = true, DecoderArchitecture architecture = DecoderArchitecture.Qwen3) => new()
    {
        Architecture = architecture,
        VocabularySize = 600,
        HiddenSize = 48,
        IntermediateSize = 80,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 16,
        TiedEmbeddings = tied,
    };

    private static void AssertSame(Qwen3Model expected, Qwen3Model actual)
    {
        Assert.Equal(expected.Parameters.Select(p => p.Name), actual.Parameters.Select(p => p.Name));
        foreach (var (left, right) in expected.Parameters.Zip(actual.Parameters)) Assert.True(left.Value.equal(right.Value).all().item<bool>(), left.Name);
    }

    [Theory]
    [InlineData(DecoderArchitecture.Qwen3, true)]
    [InlineData(DecoderArchitecture.Qwen3, false)]
    [InlineData(DecoderArchitecture.Qwen2, true)]
    [InlineData(DecoderArchitecture.Llama, false)]
    public void Should_load_what_was_saved_in_shards(DecoderArchitecture architecture, bool tied)
    {
        using var model = Qwen3Model.Create(Config(tied, architecture), seed: 1);
        model.Save(Folder, ScalarType.Float32, maxShardBytes: 60_000);
        var files = Directory.GetFiles(Folder, "model-*-of-*.safetensors");
        Assert.InRange(files.Length, 3, 20);
        Assert.All(files.Where(file => new FileInfo(file).Length > 70_000), file => Assert.Single(new SafetensorsFile(file).Tensors)); // a tensor that is too large alone
        using var loaded = Qwen3Model.Load(Folder);
        AssertSame(model, loaded);
        Assert.Equal(model.ParameterCount, model.Config.ParameterCount);
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, CheckpointWeights.IndexFile)));
        Assert.Equal(4 * model.ParameterCount, index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
        using var first = new SafetensorsFile(files[0]);
        Assert.Equal("pt", first.Metadata["format"]);
    }

    [Fact]
    public void Should_leave_nothing_of_an_earlier_save_that_contradicts_a_new_one()
    {
        using var old = Qwen3Model.Create(Config(), seed: 1);
        using var model = Qwen3Model.Create(Config(), seed: 2);
        old.Save(Folder, ScalarType.Float32, maxShardBytes: 60_000);
        model.Save(Folder, ScalarType.Float32);
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        using var loaded = Qwen3Model.Load(Folder);
        AssertSame(model, loaded);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Should_load_a_half_precision_checkpoint_as_its_exact_values(ScalarType dtype)
    {
        using var model = Qwen3Model.Create(Config(), seed: 1);
        model.Save(Folder, dtype);
        using var loaded = Qwen3Model.Load(Folder);
        foreach (var (stored, actual) in model.Parameters.Zip(loaded.Parameters))
        {
            Assert.Equal(ScalarType.Float32, actual.Value.dtype);
            Assert.True(stored.Value.to(dtype).to(ScalarType.Float32).equal(actual.Value).all().item<bool>(), stored.Name);
        }
    }

    [Fact]
    public void Should_read_tensors_larger_than_a_window_in_place_and_converted()
    {
        using var big = arange(5_000_001, dtype: ScalarType.Float32).remainder(251).reshape(3, -1);
        SafetensorsWriter.Write(scratch.File("big.safetensors"), [("w", big)]);
        using var file = new SafetensorsFile(scratch.File("big.safetensors"));
        using var same = file.Read("w");
        using var half = empty(big.shape, dtype: ScalarType.BFloat16);
        file.ReadInto("w", half);
        Assert.True(big.equal(same).all().item<bool>());
        Assert.True(big.equal(half.to(ScalarType.Float32)).all().item<bool>()); // numbers up to 250 are exact in bfloat16
    }

    [Fact]
    public void Should_keep_what_a_configuration_says_beyond_the_shape()
    {
        using var model = Qwen3Model.Create(Config(), seed: 1);
        model.Save(Folder, ScalarType.Float32);
        var path = Path.Combine(Folder, "config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"hidden_act\"", "\"bos_token_id\": 7, \"hidden_act\"", StringComparison.Ordinal));
        using var loaded = Qwen3Model.Load(Folder);
        loaded.Save(scratch.File("again"), ScalarType.BFloat16);
        var again = JsonDocument.Parse(File.ReadAllBytes(scratch.File("again/config.json"))).RootElement;
        Assert.Equal((7, "bfloat16"), (again.GetProperty("bos_token_id").GetInt32(), again.GetProperty("torch_dtype").GetString()));
    }

    [Fact]
    public void Should_name_the_first_three_differences_with_both_shapes()
    {
        using var model = Qwen3Model.Create(Config(), seed: 1);
        model.Save(Folder, ScalarType.Float32);
        (Config() with { HiddenSize = 64 }).Save(Folder, "float32");
        var message = Assert.Throws<WeightsException>(() => Qwen3Model.Load(Folder)).Message;
        Assert.Contains("model.embed_tokens.weight: [600, 48] in the file, expected [600, 64]", message, StringComparison.Ordinal);
        Assert.Equal(2, message.Count(c => c == ';'));
    }

    [Fact]
    public void Should_say_what_is_wrong_with_a_damaged_checkpoint()
    {
        void Refused(string expected) => Assert.Contains(expected, Assert.Throws<WeightsException>(() => Qwen3Model.Load(Folder)).Message, StringComparison.Ordinal);
        using var model = Qwen3Model.Create(Config(), seed: 1);
        model.Save(Folder, ScalarType.Float32, maxShardBytes: 60_000);
        var shard = Directory.GetFiles(Folder, "model-00002-*")[0];
        var bytes = File.ReadAllBytes(shard);
        File.WriteAllBytes(shard, bytes[..^100]);
        Refused("truncated");
        File.Delete(shard);
        Refused($"the shard {Path.GetFileName(shard)} is not in the folder");
        File.WriteAllText(Path.Combine(Folder, CheckpointWeights.IndexFile), "{\"weight_map\":{\"w\":\"../other.safetensors\"}}");
        Refused("the shard ../other.safetensors");
        File.Delete(Path.Combine(Folder, CheckpointWeights.IndexFile));
        Refused("neither model.safetensors nor model.safetensors.index.json");
        SafetensorsWriter.Write(Path.Combine(Folder, CheckpointWeights.SingleFile), model.Stored().Select(t => (t.Name, t.Value.to(ScalarType.Int64))));
        Refused("element type Int64 in the file, expected a floating type");
    }

    // Stored names other programs look for.
    [Fact]
    public void Should_name_the_biases_as_transformers_does()
    {
        using var model = Qwen3Model.Create(Config(architecture: DecoderArchitecture.Qwen2), seed: 1);
        var shapes = model.Stored().Where(t => t.Name.StartsWith("model.layers.1.self_attn", StringComparison.Ordinal)).ToDictionary(t => t.Name["model.layers.1.self_attn.".Length..], t => t.Value.shape);
        Assert.Equal(["k_proj.bias", "k_proj.weight", "o_proj.weight", "q_proj.bias", "q_proj.weight", "v_proj.bias", "v_proj.weight"], shapes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([64L], shapes["q_proj.bias"]);
        Assert.Equal([32L], shapes["v_proj.bias"]);
    }
}
