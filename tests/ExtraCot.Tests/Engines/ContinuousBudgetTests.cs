using ExtraCot.Engines;
using ExtraCot.Evaluation;
using ExtraCot.MixedRatioSft;
using ExtraCot.Nn.Generation;
using ExtraCot.Remote;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using Xunit;

namespace ExtraCot.Tests.Engines;

public sealed class ContinuousBudgetTests : IDisposable
{
    private static readonly string Question = SmallWorldSet.Make(7, "budget", heldOut: true, 1)[0].Question;
    private readonly LanguageModel model = LanguageModel.Load(ShippedModels.Find("small-base"));
    private readonly InferenceEngine engine;

    public ContinuousBudgetTests()
    {
        // The base model's own control rows are next to equal.
        ControlRows.Initialise(model.Model, model.Format.ControlIds, seed: 5);
        engine = InferenceEngine.For(model.Model);
    }

    public void Dispose()
    {
        engine.Dispose();
        model.Dispose();
    }

    [Fact]
    public void Should_lie_on_the_line_between_two_rows_and_give_the_trained_row_back()
    {
        var (low, high) = (Row(1), Row(2));
        using (var budget = new ContinuousBudget(model, engine, .45))
        {
            Assert.Equal("0.4", budget.Control.Name);
            var between = Row(1);
            for (var i = 0; i < low.Length; i++) Assert.Equal(.75 * low[i] + .25 * high[i], between[i], 1e-6);
        }
        Assert.Equal(low, Row(1));
    }

    [Fact] // Log-probabilities, since the base model was never taught to heed a control token: its words may stay the same.
    public void Should_reach_the_engine_and_leave_it_again()
    {
        var before = LogProbabilities();
        using (new ContinuousBudget(model, engine, .45)) Assert.NotEqual(before, LogProbabilities());
        Assert.Equal(before, LogProbabilities());
    }

    [Fact]
    public void Should_answer_as_with_that_row_and_leave_other_requests_alone()
    {
        var before = Answers(Request(null, ControlToken.Ratios[1]));
        var mixed = Answers(Request(.45, null), Request(null, ControlToken.Ratios[1]));
        Assert.Equal(before[0], mixed[1]);
        model.Model.TokenMatrices[0].detach()[model.Format.RatioIds[1]].copy_(.75 * model.Model.TokenMatrices[0].detach()[model.Format.RatioIds[1]] + .25 * model.Model.TokenMatrices[0].detach()[model.Format.RatioIds[2]]);
        engine.Refresh();
        Assert.Equal(mixed[0], Answers(Request(null, ControlToken.Ratios[1]))[0]);
    }

    [Theory]
    [InlineData("0.33", 0.33)]
    [InlineData("0.4", null)]
    [InlineData("0.2", null)]
    [InlineData("0.1", null)]
    [InlineData("1.2", null)]
    [InlineData("NaN", null)]
    [InlineData("policy", null)]
    public void Should_be_a_number_between_the_ratios(string word, double? budget) => Assert.Equal(budget, ContinuousBudget.Parse(word));

    [Fact]
    public void Should_be_a_mode_of_the_evaluation_with_a_target()
    {
        var mode = EvaluationMode.Parse("0.30");
        Assert.Equal(("0.3", 0.3, null), (mode.Name, mode.Budget, mode.Control));
        Assert.Equal(0.3, EvaluationMode.TargetOf(mode.Name));
    }

    [Fact]
    public void Should_be_refused_by_an_endpoint_before_anything_is_asked()
    {
        using var remote = new RemoteEngine(new OpenAiClient("http://localhost:9/v1", new RemoteOptions()), 1, null);
        Assert.Contains("need the model's folder", Assert.Throws<InputException>(() => remote.Answer([Request(.3, null)], _ => { }, TestContext.Current.CancellationToken)).Message);
    }

    private float[] Row(int ratio)
    {
        using var row = model.Model.TokenMatrices[0].detach()[model.Format.RatioIds[ratio]].clone();
        return row.data<float>().ToArray();
    }

    private IReadOnlyList<float> LogProbabilities() => engine.Generate(
        [new GenerationRequest(model.Format.Prompt(Question, ControlToken.Ratios[1]), new SamplingOptions { Temperature = 0, MaxNewTokens = 8, LogProbabilities = true })],
        null, TestContext.Current.CancellationToken)[0][0].LogProbabilities;

    private static EngineRequest Request(double? budget, ControlToken? control) => new("q", Question) { Budget = budget, Control = control, Temperature = 1.5f, MaxNewTokens = 120 };

    private List<string> Answers(params EngineRequest[] requests)
    {
        using var local = new LocalEngine(model, engine);
        var answers = new string[requests.Length];
        local.Answer(requests, answer => answers[answer.Request] = string.Join(' ', answer.Ids!), TestContext.Current.CancellationToken);
        return [.. answers];
    }
}
