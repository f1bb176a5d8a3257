using ExtraCot.Nn.Models;
using ExtraCot.Options;
using ExtraCot.Pretraining;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Pretraining;

public sealed class PretrainRunTests
{
    [Fact]
    public void Should_leave_a_model_folder_with_metrics_and_loss_curve_and_without_checkpoints()
    {
        using var scratch = new ScratchFolder();
        var folder = scratch.File("run");
        var options = TinyRun.Options(4) with { CheckpointEvery = 2, EvaluateEvery = 2, HeldOutProblems = 2 };

        var score = PretrainRun.Run(folder, options, resume: false, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(2, score!.Problems);
        string[] expected = ["config.json", "evaluation.json", "generation_config.json", "loss.svg", "metrics.jsonl", "model.safetensors", "options.yaml", "tokenizer.json"];
        Assert.Equal(expected, Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(folder, "checkpoints")));
        Assert.Equal([1, 2, 2, 3, 4, 4], File.ReadLines(Path.Combine(folder, "metrics.jsonl")).Select(Step));
        using var model = Qwen3Model.Load(folder);
        Assert.Equal(246, model.Config.VocabularySize);
    }

    [Fact]
    public void Should_name_every_option_that_is_out_of_range()
    {
        var options = new PretrainOptions { Steps = 0 };
        options.Problems.MaxEquations = 6;
        options.Model.KeyValueHeads = 3;

        var wrong = Assert.Throws<InputException>(() => OptionsFile.Check(options, "pretrain"));

        Assert.Equal(3, wrong.Message.Split('\n').Length);
        Assert.Contains("pretrain: model.keyValueHeads: 3, expected a divisor of heads (4)", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_describe_the_shipped_model_by_default()
    {
        using var model = Qwen3Model.Create(new PretrainOptions().Model.For(vocabulary: 246, endId: 2), seed: 0);

        Assert.Equal(1_016_256, model.ParameterCount);
    }

    private static int Step(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32();
}
