using System.Text.Json;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

/// <summary>Folders as <c>allenai/longformer-base-4096</c> has them: no classifier, other heads, one file or shards.</summary>
public sealed class LongformerEncoderLoadingTests
{
    [Theory]
    [InlineData("longformer.", 1)]
    [InlineData("longformer.", 3)]
    [InlineData("", 1)]
    public void Should_take_the_encoder_and_make_a_new_head(string prefix, int shards)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var golden = LongformerTokenClassifier.Load(SharedData.Path("golden", "longformer"));
        File.Copy(SharedData.Path("golden", "longformer", "config.json"), folder.PathOf("config.json"));
        var tensors = golden.Parameters.Where(p => !p.Name.StartsWith("classifier", StringComparison.Ordinal)).Select(p => (prefix + p.Name["longformer.".Length..], p.Value))
            .Append((prefix + "pooler.dense.bias", zeros(4))).Append((prefix + "embeddings.position_ids", arange(4))).ToList();
        if (prefix.Length > 0) tensors.Add(("lm_head.bias", zeros(400)));
        Write(folder, tensors, shards);

        using var model = LongformerTokenClassifier.LoadEncoder(folder.FullPath, seed: 5);
        using var again = LongformerTokenClassifier.LoadEncoder(folder.FullPath, seed: 5);

        var ids = arange(20).unsqueeze(0).add(3);
        Assert.True(model.LastHidden(ids, ones_like(ids)).equal(golden.LastHidden(ids, ones_like(ids))).all().item<bool>());
        Assert.True(model.Logits(ids, ones_like(ids)).equal(again.Logits(ids, ones_like(ids))).all().item<bool>());
        Assert.Equal(2, model.Config.NumLabels);
    }

    private static void Write(TemporaryFolder folder, List<(string Name, Tensor Value)> tensors, int shards)
    {
        if (shards == 1)
        {
            SafetensorsWriter.Write(folder.PathOf("model.safetensors"), tensors);
            return;
        }
        var map = new Dictionary<string, string>();
        foreach (var (part, i) in tensors.Chunk(tensors.Count / shards + 1).Select((part, i) => (part, i)))
        {
            var file = $"model-0000{i + 1}-of-0000{shards}.safetensors";
            SafetensorsWriter.Write(folder.PathOf(file), part);
            foreach (var (name, _) in part) map[name] = file;
        }
        File.WriteAllText(folder.PathOf("model.safetensors.index.json"), JsonSerializer.Serialize(new { weight_map = map }));
    }
}
