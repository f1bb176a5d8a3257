using System.Diagnostics;
using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Nn.Models;
using ExtraCot.Options;
using ExtraCot.Runs;
using ExtraCot.Tests.Cli;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.SftTraining;

public sealed class SftRunTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_reach_the_same_weights_when_killed_at_a_random_step_and_resumed()
    {
        var options = TinySft.Write(folder.File(".")) with { Epochs = 8 };
        OptionsFile.Save(options, folder.File("options.yaml"));
        string[] command = ["sft", "train", "--options", folder.File("options.yaml"), "--out"];
        var (code, _, error) = Extracot.Run([.. command, folder.File("whole")]);
        Assert.True(code == 0, error);

        using (var doomed = Extracot.Start([.. command, folder.File("killed")]))
        {
            var after = new Random().Next(1, 20);
            var metrics = folder.File("killed/metrics.jsonl");
            while (!File.Exists(metrics) || Lines(metrics) < after) Thread.Sleep(1);
            Process.GetProcessById(doomed.Id).Kill(); // SIGKILL
            doomed.WaitForExit();
        }
        Assert.False(File.Exists(folder.File("killed/model.safetensors")), "it was done before it could be killed");
        (code, _, error) = Extracot.Run([.. command, folder.File("killed"), "--resume"]);
        Assert.True(code == 0, error);
        Assert.Equal(Weights("whole"), Weights("killed"));
    }

    [Fact]
    public void Should_keep_the_weights_of_the_best_validation_and_stop_early()
    {
        var options = TinySft.Write(folder.File(".")) with { Epochs = 40, LearningRate = .1, EvaluateEvery = 2, Patience = 2 };
        using var run = RunFolder.Open(folder.File("run"), options, resume: false);
        var summary = new SftRun(options, SftDataset.Read(options), run, IStageProgress.None).Run(TestContext.Current.CancellationToken);
        Assert.Equal(summary.BestStep + 4, summary.Steps);
        using var model = Qwen3Model.Load(folder.File("run"));
        var data = SftDataset.Read(options, TinySft.Format(options));
        var loss = SftPasses.Measure(model, data.Validation, 1000).Values.Aggregate(default(LossTally), (sum, part) => sum + part).Mean;
        Assert.Equal(summary.BestLoss!.Value, loss, 1e-4);
        Assert.False(Directory.Exists(folder.File("run/checkpoints")));
        Assert.NotEmpty(Directory.GetFiles(folder.File("run/tensorboard")));
    }

    [Fact]
    public void Should_write_the_model_with_merged_updates()
    {
        var options = TinySft.Write(folder.File(".")) with { LoraRank = 4, Epochs = 1, ControlQuestions = 1, MaxNewTokens = 4 };
        using var run = RunFolder.Open(folder.File("run"), options, resume: false);
        var summary = new SftRun(options, SftDataset.Read(options), run, IStageProgress.None).Run(TestContext.Current.CancellationToken);
        using var model = LanguageModel.Load(folder.File("run"));
        var data = SftDataset.Read(options, model.Format);
        var loss = SftPasses.Measure(model.Model, data.Validation, 1000).Values.Aggregate(default(LossTally), (sum, part) => sum + part).Mean;
        Assert.Equal(summary.BestLoss!.Value, loss, 1e-4);
        Assert.Equal(6, summary.Controls.Count);
    }

    [Fact]
    public void Should_tell_bad_options_and_data_before_anything_is_written()
    {
        var options = TinySft.Write(folder.File("."));
        TinySft.WriteSamples(options, []);
        var (empty, _, message) = Extracot.Run("sft", "train", "--model", options.Model, "--data", options.Data, "--out", folder.File("run"));
        Assert.Equal(2, empty);
        Assert.Contains("no samples", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("run")));
        var (code, _, error) = Extracot.Run("sft", "train", "--model", "small-base", "--data", folder.File("none.jsonl"), "--out", folder.File("run"), "--epochs", "0");
        Assert.Equal(2, code);
        Assert.Contains("epochs: 0, expected 1 or more", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("run")));
    }

    private float[] Weights(string name)
    {
        using var model = Qwen3Model.Load(folder.File(name));
        return SftTrainerTests.Flat(model);
    }

    private static int Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Count(c => c == '\n');
    }
}
