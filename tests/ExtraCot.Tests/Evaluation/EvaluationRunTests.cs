using ExtraCot.Engines;
using ExtraCot.Evaluation;
using ExtraCot.Nn.Generation;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.SmallWorld;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class EvaluationRunTests : IDisposable
{
    private static readonly ProblemSet Set = new("sums", [.. Enumerable.Range(0, 8).Select(i => new MathProblem($"s{i}", $"What is {i}+1?", $"{i + 1}", i))]);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static EvaluationOptions Options(params string[] ratios) => new() { Model = new() { Engine = "local:none" }, Data = "sums", Fingerprint = Set.Fingerprint, Ratios = ratios };

    /// <summary>Right but for the last problem; the shorter the asked ratio, the shorter the thought.</summary>
    private static string Response(EngineRequest request, int sample)
    {
        var number = int.Parse(request.Id[1..]);
        var control = request.Control is null ? "" : (request.Control.Ratio is null ? "<COMP_40>" : request.Control.Text) + "\n";
        return $"{control}<think>\n{new string('x', (int)(100 * (request.Control?.Ratio ?? 1)) + sample)}\n</think>\n\nIt is \\boxed{{{(number == 7 ? -1 : number + 1)}}}.";
    }

    private EvaluationSummary Run(string name, EvaluationOptions options, IAnswerEngine engine, bool resume = false)
    {
        using var run = RunFolder.Open(folder.PathOf(name), options, resume);
        return new EvaluationRun(options, Set, run, _ => engine, IStageProgress.None).Run(TestContext.Current.CancellationToken);
    }

    private string Predictions(string name) => File.ReadAllText(folder.PathOf($"{name}/predictions.jsonl"));

    [Fact]
    public void Should_make_a_folder_with_predictions_figures_and_page()
    {
        var summary = Run("run", Options("none", "0.2", "policy"), new ScriptedEngine(Response));
        foreach (var file in (string[])["options.yaml", "problems.json", "predictions.jsonl", "metrics.json", "report.html", "report.md", "report.csv"]) Assert.True(File.Exists(folder.PathOf($"run/{file}")), file);
        Assert.False(File.Exists(folder.PathOf("run/predictions.partial.jsonl")));
        Assert.Equal(24, Predictions("run").Count(letter => letter == '\n'));
        Assert.Equal(("none", 0.875), (summary.Base, summary.Modes["0.2"].Accuracy));
        Assert.Equal((1, 0), (summary.Modes["0.2"].MirrorRate, summary.Modes["0.2"].ToBase!.Value));
        Assert.Equal(1, summary.Modes["policy"].Choices!["0.4"]);
        Assert.InRange(summary.Modes["0.2"].ActRatio!.Value, 0.2, 0.5);
    }

    [Fact]
    public void Should_ask_every_mode_in_the_same_way()
    {
        var engine = new ScriptedEngine(Response);
        Run("run", Options("none", "0.2", "policy", "concise", "reduce-0.4") with { Temperature = .7f, TopP = .9f, MaxNewTokens = 99 }, engine);
        Assert.All(engine.Requests, request => Assert.Equal((.7f, .9f, 99, 1), (request.Temperature, request.TopP, request.MaxNewTokens, request.Samples)));
        var first = engine.Requests.Where(request => request.Id == "s0").ToList();
        Assert.Single(first.Select(request => request.Seed).Distinct());
        Assert.Equal(["What is 0+1?", "What is 0+1?", "What is 0+1?", "What is 0+1?\n\nBe concise.", "What is 0+1?\n\nPlease reduce 60% of the words in your Chain-of-Thought process."], first.Select(request => request.Question));
        Assert.Equal([null, ControlToken.Ratios[0], ControlToken.Policy, null, null], first.Select(request => request.Control));
    }

    [Fact]
    public void Should_not_depend_on_the_order_of_the_answers()
    {
        var options = Options("none", "0.2") with { Samples = 3, Seeds = [1, 2], Temperature = 1 };
        Run("forwards", options, new ScriptedEngine(Response));
        Run("backwards", options, new ScriptedEngine(Response) { Backwards = true });
        Assert.Equal(Predictions("forwards"), Predictions("backwards"));
        Assert.Equal(File.ReadAllText(folder.PathOf("forwards/metrics.json")), File.ReadAllText(folder.PathOf("backwards/metrics.json")));
    }

    [Fact]
    public void Should_go_on_where_it_was_killed()
    {
        var options = Options("none", "0.2") with { Samples = 2, Temperature = 1 };
        Run("whole", options, new ScriptedEngine(Response));
        Assert.Throws<OperationCanceledException>(() => Run("killed", options, new ScriptedEngine(Response) { DiesAfter = 5 }));
        Assert.False(File.Exists(folder.PathOf("killed/predictions.jsonl")));
        File.AppendAllText(folder.PathOf("killed/predictions.partial.jsonl"), "{\"id\":\"s3\",\"mod"); // half a line, as a kill leaves it
        var rest = new ScriptedEngine(Response);
        Run("killed", options, rest, resume: true);
        Assert.Equal(6 + 8, rest.Requests.Count); // two problems were whole, the third lacked a sample
        Assert.Equal(Predictions("whole"), Predictions("killed"));
        Assert.Equal(File.ReadAllText(folder.PathOf("whole/metrics.json")), File.ReadAllText(folder.PathOf("killed/metrics.json")));
    }

    [Fact]
    public void Should_never_count_a_failed_request_as_wrong()
    {
        var options = Options("none");
        var failure = Assert.Throws<EvaluationException>(() => Run("run", options, new ScriptedEngine((request, sample) => request.Id is "s2" or "s5" ? null : Response(request, sample))));
        Assert.Equal("2 responses failed and were left out, the first with: s2: connection refused; --resume asks for them again", failure.Message);
        Assert.False(File.Exists(folder.PathOf("run/metrics.json")));
        var again = new ScriptedEngine(Response);
        Run("run", options, again, resume: true);
        Assert.Equal(["s2", "s5"], again.Requests.Select(request => request.Id));
    }

    [Fact]
    public void Should_not_be_resumed_with_other_problems()
    {
        Run("run", Options("none"), new ScriptedEngine(Response));
        var failure = Assert.Throws<InputException>(() => Run("run", Options("none") with { Fingerprint = "other" }, new ScriptedEngine(Response), resume: true));
        Assert.Contains("fingerprint", failure.Message);
    }

    [Fact]
    public void Should_score_with_another_verifier()
    {
        var options = Options("none") with { Verifier = "exact" };
        Assert.Equal(0.875, Run("run", options, new ScriptedEngine(Response)).Modes["none"].Accuracy);
    }

    [Fact]
    public void Should_report_repeated_samples()
    {
        // Of four samples of the even problems one is right, of the odd ones three.
        var summary = Run("run", Options("none") with { Samples = 4, Temperature = 1 }, new ScriptedEngine((request, sample) =>
        {
            var number = int.Parse(request.Id[1..]);
            var right = number % 2 == 0 ? sample == 0 : sample > 0;
            return $"<think>x</think>\\boxed{{{(right ? number + 1 : 99)}}}";
        }));
        var mode = summary.Modes["none"];
        Assert.Equal((4, 0.5, 0.5, 1), (mode.Samples, mode.Accuracy, mode.MajAtK, mode.PassAtK));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Should_give_the_same_with_any_number_of_workers(int threads)
    {
        var problems = new ProblemSet("small-world", SmallWorldSet.Make(1, "test", heldOut: true, 5));
        using var model = LanguageModel.Load(ShippedModels.Find("small-base"));
        using var one = InferenceEngine.For(model.Model, new EngineOptions { Threads = 1 });
        using var some = InferenceEngine.For(model.Model, new EngineOptions { Threads = threads, Rows = 2 });
        var options = new EvaluationOptions { Ratios = ["none", "policy"], Samples = 2, Temperature = 1, MaxNewTokens = 40, Fingerprint = problems.Fingerprint };
        foreach (var (name, engine) in ((string, InferenceEngine)[])[("one", one), ("some", some)])
        {
            using var run = RunFolder.Open(folder.PathOf(name), options, resume: false);
            new EvaluationRun(options, problems, run, _ => new LocalEngine(model, engine), IStageProgress.None).Run(TestContext.Current.CancellationToken);
        }
        Assert.Equal(Predictions("one"), Predictions("some"));
    }
}
