using ExtraCot.Chrpo;
using ExtraCot.Engines;
using ExtraCot.Evaluation;
using ExtraCot.Nn.Generation;
using ExtraCot.Tests.Support;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Engines;

public sealed class LocalEngineTests : IDisposable
{
    private readonly LanguageModel model = LanguageModel.Load(ShippedModels.Find("small-base"));
    private readonly InferenceEngine engine;
    private readonly LocalEngine local;

    public LocalEngineTests()
    {
        engine = InferenceEngine.For(model.Model);
        local = new LocalEngine(model, engine);
    }

    public void Dispose()
    {
        local.Dispose();
        engine.Dispose();
        model.Dispose();
    }

    private static IReadOnlyList<EngineRequest> Requests(int count) =>
        [.. SmallWorldSet.Make(7, "engine", heldOut: true, count).Select(problem => new EngineRequest(problem.Id, problem.Question) { MaxNewTokens = 720, Seed = EngineRequest.SeedFor(3, problem.Id) })];

    private List<EngineAnswer> Answer(IReadOnlyList<EngineRequest> requests)
    {
        var answers = new List<EngineAnswer>();
        local.Answer(requests, answers.Add, TestContext.Current.CancellationToken);
        return [.. answers.OrderBy(answer => (answer.Request, answer.Sample))];
    }

    [Fact]
    public void Should_answer_with_ids_parts_and_counts()
    {
        var problem = SmallWorldSet.Make(7, "engine", heldOut: true, 1)[0];
        var answer = Assert.Single(Answer(Requests(1)));
        Assert.Equal((0, problem.Id, 0, null, FinishReason.Stop), (answer.Request, answer.Id, answer.Sample, answer.Error, answer.Finish));
        Assert.True(answer.WellFormed);
        Assert.StartsWith("<think>", answer.Text);
        Assert.Equal(answer.Ids!.Count, answer.ThinkTokens + answer.VisibleTokens + 3); // the marks and the end of turn
        Assert.Contains(answer.Thought, answer.Text);
        Assert.True(Grader.IsRight(problem.Answer, answer));
        Assert.Null(answer.Control);
    }

    [Fact]
    public void Should_give_the_same_answers_in_any_company_and_order()
    {
        var requests = Requests(6).Select(request => request with { Temperature = .8f, Samples = 2 }).ToList();
        var together = Answer(requests);
        var alone = Answer([requests[4]]);
        Assert.Equal(together.Where(answer => answer.Request == 4).Select(answer => answer.Text), alone.Select(answer => answer.Text));
        Assert.NotEqual(alone[0].Text, alone[1].Text);
    }

    [Fact]
    public void Should_begin_with_a_ratio_in_policy_mode_even_where_the_model_never_learned_it() =>
        Assert.All(Answer([.. Requests(3).Select(request => request with { Control = ControlToken.Policy, MaxNewTokens = 20 })]), answer => Assert.NotNull(answer.Control));

    [Fact]
    public void Should_take_a_given_choice() =>
        Assert.Equal(ControlToken.Ratios[3], Assert.Single(Answer([Requests(1)[0] with { Control = ControlToken.Policy, Choice = 3, MaxNewTokens = 20 }])).Control);

    [Fact]
    public void Should_ask_the_control_head_greedily_and_draw_once_for_each_sample()
    {
        model.Head = ControlHead.Create(5, model.Model.Config.HiddenSize);
        using (no_grad()) model.Head.Bias.copy_(tensor(new float[] { 0, 0, .1f, 0, 0 }));
        var request = Requests(1)[0] with { Control = ControlToken.Policy, MaxNewTokens = 8 };
        Assert.Equal(ControlToken.Ratios[2], Assert.Single(Answer([request])).Control);
        var drawn = Answer([request with { Temperature = 1, Samples = 40 }]);
        Assert.Equal(Enumerable.Range(0, 40), drawn.Select(answer => answer.Sample));
        Assert.Equal(5, drawn.Select(answer => answer.Control!.Name).Distinct().Count()); // nearly uniform: 40 draws miss a ratio in one of 1500 runs, and the seed is fixed
    }

    [Fact]
    public void Should_choose_by_the_hidden_state_that_training_sees()
    {
        model.Head = ControlHead.Create(5, model.Model.Config.HiddenSize);
        using (no_grad()) model.Head.Weight.copy_(randn(5, model.Model.Config.HiddenSize, generator: new Generator(1)));
        var problems = SmallWorldSet.Make(7, "engine", heldOut: true, 30);
        var expected = ControlPolicy.Choose(model, [.. problems.Select(problem => new MathProblem(problem.Id, problem.Question, "", 0))]).Select(choice => ControlToken.Ratios[choice]);
        Assert.True(expected.Distinct().Count() > 1);
        Assert.Equal(expected, Answer([.. Requests(30).Select(request => request with { Control = ControlToken.Policy, MaxNewTokens = 1 })]).Select(answer => answer.Control));
    }

    [Fact]
    public void Should_end_at_every_id_the_folder_names()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(ShippedModels.Find("small-base"))) File.Copy(file, folder.PathOf(Path.GetFileName(file)));
        var close = model.Format.ThinkClose;
        folder.Write("generation_config.json", $$"""{"eos_token_id": [{{model.Format.EndOfTurn}}, {{close}}], "temperature": 0.6}""");
        using var other = LocalEngine.Load(folder.FullPath);
        var answers = new List<EngineAnswer>();
        other.Answer(Requests(1), answers.Add, TestContext.Current.CancellationToken);
        Assert.Equal((FinishReason.Stop, close), (answers[0].Finish, answers[0].Ids![^1]));
        Assert.DoesNotContain("</think>", answers[0].Text, StringComparison.Ordinal);
        Assert.Equal(Answer(Requests(1))[0].Thought, answers[0].Thought); // greedy as asked, whatever the folder recommends
    }

    [Fact]
    public void Should_report_what_does_not_fit_as_an_error_and_answer_the_rest()
    {
        var good = Requests(1)[0];
        var answers = Answer([new EngineRequest("words", "Which quokka?"), good with { MaxNewTokens = 1_000_000, Samples = 2 }, good]);
        Assert.Contains("no token", answers[0].Error);
        Assert.All(answers[1..3], answer => Assert.Contains("positions", answer.Error));
        Assert.Null(answers[3].Error);
        Assert.Throws<ArgumentException>(() => Grader.IsRight("1", answers[0]));
    }

    [Fact]
    public void Should_stop_without_reporting_what_is_unfinished()
    {
        using var stop = new CancellationTokenSource();
        var answers = new List<EngineAnswer>();
        var requests = Requests(40);
        Assert.Throws<OperationCanceledException>(() => local.Answer(requests, answer =>
        {
            answers.Add(answer);
            stop.Cancel();
        }, stop.Token));
        Assert.InRange(answers.Count, 1, 39);
        Assert.All(answers, answer => Assert.Equal(FinishReason.Stop, answer.Finish));
    }
}
