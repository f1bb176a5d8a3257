using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Models;
using ExtraCot.Pretraining;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Pretraining;

/// <summary>The shipped base model against this project's own generator: model, tokenizer file, engine and generator fit only together.</summary>
public sealed class SmallBaseTests(ITestOutputHelper output)
{
    private static string Folder => Repository.Path("models", "small-base");

    [Fact]
    public void Should_solve_the_generators_held_out_problems()
    {
        using var model = Qwen3Model.Load(Folder);
        using var engine = InferenceEngine.For(model);
        var measure = new GreedyMeasure(engine, PromptFormat.For(TokenizerFile.Load(Folder)));

        var score = measure.Score(ProblemGenerator.Set(seed: 11, heldOut: true, count: 200), cancellation: TestContext.Current.CancellationToken);

        output.WriteLine(score.ToString());
        Assert.True(score.VerboseAccuracy >= .99, score.ToString());
    }

    [Fact]
    public void Should_foresee_the_results_in_the_generators_solutions()
    {
        using var model = Qwen3Model.Load(Folder);
        var tokenizer = TokenizerFile.Load(Folder);
        var documents = new PretrainingData(tokenizer, seed: 3, new PretrainingDifficulty()).HeldOut(64);

        var score = new HeldOutMeasure(tokenizer, documents).Score(model);

        output.WriteLine(score.ToString());
        Assert.True(score.SolutionAccuracy >= .99, score.ToString());
    }
}
