using ExtraCot.Data;
using ExtraCot.Evaluation;
using ExtraCot.Nn.Models;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Evaluation;

/// <summary>The evaluation of recipes/qwen3-1.7b on a model of its architecture, tokenizer and prompt form with random weights: wiring, no result.</summary>
public sealed class QwenEvaluationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_evaluate_a_random_model_of_Qwens_form_on_GSM8K()
    {
        var data = SharedData.Path("data");
        TokenizerFile.AddTokens(SharedData.Path("tokenizers", "qwen3", "tokenizer.json"), folder.PathOf("tokenizer.json"), [.. ControlToken.All.Select(token => token.Text)]);
        var config = new Qwen3Config { VocabularySize = 151_936, HiddenSize = 32, IntermediateSize = 64, Layers = 2, Heads = 2, KeyValueHeads = 1, HeadSize = 16, MaxPositions = 1024 };
        using (var model = Qwen3Model.Create(config, seed: 1)) model.Save(folder.FullPath, ScalarType.Float32);
        var problems = DataSets.Open("gsm8k", data, limit: 2);
        var options = new EvaluationOptions { Model = new() { Engine = $"local:{folder.FullPath}" }, Data = "gsm8k", Fingerprint = problems.Fingerprint, Ratios = ["none", "0.2", "policy", "concise"], Temperature = .7f, TopP = .9f, MaxNewTokens = 12 };
        using var run = RunFolder.Open(folder.PathOf("run"), options, resume: false);
        var summary = new EvaluationRun(options, problems, run, settings => settings.Open(), IStageProgress.None).Run(TestContext.Current.CancellationToken);
        Assert.Equal(["none", "0.2", "policy", "concise"], summary.Modes.Keys);
        Assert.Equal(1, summary.Modes["policy"].Choices!.Values.Sum(), 1e-9); // the first token is one of the five ratios, whatever the weights
        Assert.All(summary.Modes.Values, mode => Assert.Equal((0, 1), (mode.Accuracy, mode.Unclosed)));
        Assert.All(summary.Modes.Values, mode => Assert.InRange(mode.ThinkTokens, 9, 12)); // nothing closes: all counts as thought
        Assert.True(File.Exists(folder.PathOf("run/report.html")));
    }
}
