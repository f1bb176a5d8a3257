using System.Text.Json;
using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Models;
using ExtraCot.Nn.Models;
using ExtraCot.Options;
using ExtraCot.Tests.Cli;
using ExtraCot.Tests.SftTraining;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

/// <summary>Trainings in processes of their own, since memory that other tests gave back would serve them unseen.</summary>
[Collection(Alone.Name)]
public sealed class TrainingMemoryTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(6, false, 0)]
    [InlineData(12, true, 0)]
    [InlineData(6, false, 8)]
    public void Should_predict_the_measured_peak_within_fifteen_percent(int layers, bool checkpointing, int loraRank)
    {
        Assert.SkipUnless(File.Exists("/proc/self/status"), "the peak can be measured on Linux alone");
        var options = TinySft.Write(folder.File("."), problems: 10) with { Epochs = 1, TokensPerStep = 4096, TokensPerPass = 4096, Workers = 1, ValidationShare = 0, GradientCheckpointing = checkpointing, LoraRank = loraRank };
        var (tinyMeasured, tinyPredicted) = Train(options, "tiny"); // what is left of it is the runtime's own
        var wide = Qwen3Config.Load(options.Model) with { HiddenSize = 256, IntermediateSize = 1024, Layers = layers, Heads = 4, KeyValueHeads = 2, HeadSize = 64 };
        using (var model = Qwen3Model.Create(wide, 1)) model.Save(options.Model, ScalarType.Float32);
        var (measured, predicted) = Train(options, "wide");
        measured -= tinyMeasured - tinyPredicted;
        var text = $"predicted {predicted / 1e6:0.0} MB, measured {measured / 1e6:0.0} MB";
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        Assert.True(Math.Abs(predicted - measured) <= .15 * measured, text);
    }

    private (long Measured, long Predicted) Train(SftOptions options, string name)
    {
        OptionsFile.Save(options, folder.File("options.yaml"));
        var (exitCode, _, error) = Extracot.Run("sft", "train", "--options", folder.File("options.yaml"), "--out", folder.File(name));
        Assert.True(exitCode == 0, error);
        var measured = JsonDocument.Parse(File.ReadAllText(folder.File($"{name}/training.json"))).RootElement.GetProperty("peakBytes").GetInt64();
        return (measured, Assert.Single(ModelInfo.Read(options.Model).WithTraining(options).Training).Total);
    }
}
