using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Support;
using TorchSharp;
using Xunit;

namespace ExtraCot.Tests.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("extracot-weights").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(params (string, torch.Tensor)[] tensors)
    {
        var path = Path.Combine(folder, "model.safetensors");
        SafetensorsWriter.Write(path, tensors);
        return path;
    }

    [Fact]
    public void Should_return_what_was_written_in_each_dtype()
    {
        foreach (var dtype in new[] { torch.float32, torch.float16, torch.bfloat16, torch.int64 })
        {
            using var tensor = (torch.arange(12).reshape(3, 4) - 5).to(dtype);
            using var file = new SafetensorsFile(Write(("a", tensor), ("scalar", torch.tensor(3f))));
            using var back = file.Read("a");
            Assert.Equal(dtype, back.dtype);
            Assert.True(tensor.equal(back).all().item<bool>());
            Assert.Equal([], file.Tensors["scalar"].Shape);
            Assert.Equal("pt", file.Metadata["format"]);
        }
    }

    [Fact]
    public void Should_read_the_reference_checkpoint()
    {
        using var weights = new CheckpointWeights(SharedData.Path("golden", "qwen3-tied"));
        Assert.Equal(torch.float32, weights["model.embed_tokens.weight"].DType);
        using var embedding = weights.Read("model.embed_tokens.weight");
        Assert.Equal(600, embedding.shape[0]);
    }

    [Fact]
    public void Should_name_both_shapes_and_leave_the_target_alone()
    {
        Write(("w", torch.ones(2, 3)), ("extra", torch.ones(1)));
        using var weights = new CheckpointWeights(folder);
        using var target = torch.zeros(3, 3);
        var error = Assert.Throws<WeightsException>(() => weights.LoadInto([("w", target), ("missing", target)]));
        Assert.Contains("w: [2, 3] in the file, expected [3, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing: missing, expected [3, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("extra: [1] in the file, unknown to the model", error.Message, StringComparison.Ordinal);
        Assert.Equal(0f, target.sum().item<float>());
    }

    [Fact]
    public void Should_refuse_a_truncated_file_and_a_foreign_one()
    {
        var path = Write(("w", torch.ones(64)));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^8]);
        Assert.Contains("truncated", Assert.Throws<WeightsException>(() => new SafetensorsFile(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "this is no safetensors file at all");
        Assert.Throws<WeightsException>(() => new SafetensorsFile(path));
        Assert.Throws<WeightsException>(() => new SafetensorsFile(Path.Combine(folder, "absent")));
    }

    [Fact]
    public void Should_load_shards_named_by_an_index()
    {
        SafetensorsWriter.Write(Path.Combine(folder, "one.safetensors"), [("a", torch.ones(2))]);
        SafetensorsWriter.Write(Path.Combine(folder, "two.safetensors"), [("b", torch.full(3, 2f))]);
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), """{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");
        using var weights = new CheckpointWeights(folder);
        using var target = torch.zeros(3, dtype: torch.bfloat16);
        weights.LoadInto([("b", target)], ignored: name => name == "a");
        Assert.Equal(2f, target.to(torch.float32)[2].item<float>());
    }
}
