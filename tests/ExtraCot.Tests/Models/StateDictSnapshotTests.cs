using ExtraCot.Nn.Models;
using ExtraCot.Nn.Weights;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

/// <summary>
/// The names, types and shapes a saved model has. Other programs read these files, so a change must be meant; on a difference the
/// new listing lies beside the expected one with the ending <c>.received.txt</c>.
/// </summary>
public class StateDictSnapshotTests
{
    [Fact]
    public void Should_save_longformer_under_the_known_names()
    {
        var config = new LongformerConfig
        {
            VocabSize = 400,
            HiddenSize = 64,
            NumHiddenLayers = 2,
            NumAttentionHeads = 4,
            IntermediateSize = 128,
            MaxPositionEmbeddings = 260,
            TypeVocabSize = 1,
            AttentionWindow = [16, 32],
        };
        using var model = LongformerTokenClassifier.Create(config, seed: 0);
        Check("longformer", folder => model.Save(folder));
    }

    [Theory]
    [InlineData(true, "qwen3-tied")]
    [InlineData(false, "qwen3-untied")]
    public void Should_save_qwen3_under_the_known_names(bool tied, string snapshot)
    {
        var config = new Qwen3Config
        {
            VocabularySize = 600,
            HiddenSize = 48,
            IntermediateSize = 80,
            Layers = 2,
            Heads = 4,
            KeyValueHeads = 2,
            HeadSize = 16,
            TiedEmbeddings = tied,
        };
        using var model = Qwen3Model.Create(config, seed: 0);
        Check(snapshot, folder => model.Save(folder, ScalarType.Float32));
    }

    private static void Check(string name, Action<string> save)
    {
        var folder = Directory.CreateTempSubdirectory("extracot-snapshot-").FullName;
        try
        {
            save(folder);
            using var file = new SafetensorsFile(Path.Combine(folder, "model.safetensors"));
            var lines = file.Tensors.Values.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => $"{t.Name} {t.DType} {TensorInfo.Describe(t.Shape)}\n");
            var received = string.Concat(lines);
            var expected = Path.Combine(AppContext.BaseDirectory, "Models", "Snapshots", $"{name}.txt");
            if (File.Exists(expected) && File.ReadAllText(expected) == received) return;
            var found = Path.ChangeExtension(expected, ".received.txt");
            File.WriteAllText(found, received);
            Assert.Fail($"the state dict differs from {expected}; found: {found}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
