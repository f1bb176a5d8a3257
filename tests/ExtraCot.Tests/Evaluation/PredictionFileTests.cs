using System.Text.Json;
using ExtraCot.Data;
using ExtraCot.Evaluation;
using ExtraCot.Reporting;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using ExtraCot.Text.Data;
using ExtraCot.Text.Tokenization;
using Xunit;

namespace ExtraCot.Tests.Evaluation;

public sealed class PredictionFileTests : IDisposable
{
    private static readonly ProblemSet Set = new("sums", [new("a", "1+1?", "2", 0), new("b", "1+2?", "3", 0), new("c", "1+3?", "4", 0), new("d", "1+4?", "5", 0), new("e", "1+5?", "6", 0)]);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static PredictionFile File(ProblemSet? set = null) => new(set ?? Set, new Words(), new MathVerifier());

    private string Write(string name, params object[] rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf(name))!);
        return folder.Write(name, string.Concat(rows.Select(row => JsonSerializer.Serialize(row) + "\n")));
    }

    [Fact] // Counted by hand, in words.
    public void Should_judge_hand_made_fixtures()
    {
        var path = Write("p.jsonl",
            new { id = "a", model_output = "<COMP_20>\n<think>\none and one\n</think>\n\nso \\boxed{2}" },
            new { id = "b", model_output = "<COMP_20>\n<think>\none and two and on and on" }, // unclosed
            new { id = "c", model_output = "" }, // empty
            new { id = "d", model_output = "<COMP_20>\n<think>\none and four\n</think>\n\nso \\boxed{5" }, // truncated box
            new { id = "e", model_output = "<think>\none and five\n</think>\n\nfirst \\boxed{7}, no, \\boxed{6}" }); // two boxes, no control token
        var mode = new ModeResult(EvaluationMode.ControlOf("0.2"), Set.Problems, File().Read(path, "0.2"));
        var summary = ModeSummary.OfBase(mode);
        Assert.Equal([true, false, false, false, true], mode.Responses.Select(r => r.Right));
        Assert.Equal([3, 7, 0, 3, 3], mode.Responses.Select(r => r.ThinkTokens)); // the unclosed thought counts to its end, it is not 0
        Assert.Equal([2, 0, 0, 2, 4], mode.Responses.Select(r => r.VisibleTokens));
        Assert.Equal((0.4, 3.2, 4.8), (summary.Accuracy, summary.ThinkTokens, summary.TotalTokens));
        Assert.Equal((0.6, 0.4), (summary.MirrorRate, summary.Unclosed));
        Assert.Equal((1.0, 1.0, 0.6), (summary.AccuracyOfPredicted, summary.AccuracyOfClosed, summary.Unanswered));
        Assert.Equal([0, 3, 3, 3, 7, 7], summary.ThinkQuantiles!);
    }

    [Fact]
    public void Should_read_the_references_array_by_its_order_and_ratio_code()
    {
        Directory.CreateDirectory(folder.PathOf("2.0"));
        var path = folder.Write("2.0/prediction.json", JsonSerializer.Serialize(Set.Problems.Select((problem, i) =>
            new { id = $"ansaug-{i}", dataset = "x", prompt = "", model_output = $"<COMP_40>\n<think>\nt\n</think>\n\n\\boxed{{{problem.Answer}}}", prediction = "?", answer = problem.Answer, accuracy = false, cot_length = 0, has_closed_think = true, has_pred = true })));
        var predictions = File().Read(path);
        Assert.Equal(Set.Problems.Select(problem => problem.Id), predictions.Select(prediction => prediction.Id));
        Assert.All(predictions, prediction => Assert.Equal(("policy", "0.4", 1, true), (prediction.Mode, prediction.Control, prediction.ThinkTokens, prediction.Right)));
    }

    [Fact]
    public void Should_read_TokenSkips_lines_by_their_questions()
    {
        var path = Write("0.5/samples/predictions.jsonl", new { question = "1+2? ", model_output = "one two\n\nThe final answer is: $\\boxed{3}$", answer = "3" }, new { question = "1+1?", model_output = "on and on", answer = "2" });
        var predictions = File().Read(path, "0.5");
        Assert.Equal([("b", 2, true, true), ("a", 3, false, false)], predictions.Select(prediction => (prediction.Id, prediction.ThinkTokens, prediction.Closed, prediction.Right)));
    }

    [Fact]
    public void Should_read_back_its_own_predictions()
    {
        var run = Load(File().Read(Write("0.4/x.jsonl", [.. Set.Problems.Select(problem => (object)new { id = problem.Id, model_output = $"<COMP_40>\n<think>\nt u\n</think>\n\n\\boxed{{{problem.Answer}}}" })]), "0.4"));
        ReferenceFormat.WriteReference(run, folder.PathOf("reference"));
        ReferenceFormat.WriteTokenSkip(run, folder.PathOf("tokenskip"));
        foreach (var path in (string[])["reference/0.4/prediction.json", "tokenskip/0.4/samples/predictions.jsonl", "run/predictions.jsonl"])
            Assert.Equal(run.Modes["0.4"].Responses, File().Read(folder.PathOf(path), "0.4"));
        using var metrics = JsonDocument.Parse(System.IO.File.ReadAllText(folder.PathOf("reference/0.4/metrics.json")));
        Assert.Equal((5, 1.0, 2.0), (metrics.RootElement.GetProperty("n_samples").GetInt32(), metrics.RootElement.GetProperty("accuracy").GetDouble(), metrics.RootElement.GetProperty("breakdown").GetProperty("with_pred_and_closed_think").GetProperty("avg_cot_length").GetDouble()));
    }

    [Fact]
    public void Should_refuse_predictions_of_another_data_set()
    {
        var stranger = Write("p.jsonl", new { id = "z", model_output = "x" });
        Assert.Equal($"{stranger}:1: id z and its question are not in sums (5 problems); these are predictions of another data set", Assert.Throws<InputException>(() => File().Read(stranger)).Message);
        var other = Write("q.jsonl", new { id = "a", model_output = "x", answer = "77" });
        Assert.Equal($"{other}:1: gold answer 77, but \"a\" of sums has 2; these are predictions of another data set", Assert.Throws<InputException>(() => File().Read(other)).Message);
    }

    [Fact]
    public void Should_name_the_row_that_repeats_an_id_or_lacks_a_response()
    {
        var twice = Write("p.jsonl", new { id = "a", model_output = "x" }, new { id = "a", model_output = "x" });
        Assert.StartsWith($"{twice}:2: a second prediction of \"a\"", Assert.Throws<InputException>(() => File().Read(twice)).Message);
        var lacking = Write("q.jsonl", new { id = "a", text = "x" });
        Assert.Equal($"{lacking}:1: no response; expected one of model_output, response, output, completion, found id, text", Assert.Throws<InputException>(() => File().Read(lacking)).Message);
        Assert.StartsWith($"{folder.Write("r.jsonl", "{\n")}:1: no JSON", Assert.Throws<InputException>(() => File().Read(folder.PathOf("r.jsonl"))).Message);
        var short1 = Load;
        Assert.Contains("every problem of sums needs equally many", Assert.Throws<InputException>(() => short1(File().Read(Write("s.jsonl", new { id = "a", model_output = "x" })))).Message);
    }

    [Fact]
    public void Should_judge_all_gold_answers_of_GSM8K_right()
    {
        var set = DataSets.Open("gsm8k", SharedData.Path("data"));
        var path = Write("gold.jsonl", [.. set.Problems.Select(problem => (object)new { id = problem.Id, model_output = $"<think>\nas given\n</think>\n\nThe answer is \\boxed{{{problem.Answer}}}." })]);
        Assert.All(File(set).Read(path), prediction => Assert.True(prediction.Right, prediction.Id));
    }

    private EvaluatedRun Load(IReadOnlyList<Prediction> predictions)
    {
        Directory.CreateDirectory(folder.PathOf("run"));
        EvaluatedRun.WriteProblems(folder.PathOf("run"), Set);
        ExtraCot.Runs.JsonLines.Write(folder.PathOf("run/predictions.jsonl"), predictions);
        return EvaluatedRun.Load(folder.PathOf("run"));
    }

    /// <summary>One token a word.</summary>
    private sealed class Words : ITokenizer
    {
        public int VocabularySize => 0;

        public int[] Encode(string text) => new int[text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length];

        public TokenSpan[] EncodeWithOffsets(string text) => throw new NotSupportedException();

        public int[] EncodeTrusted(string text) => Encode(text);

        public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false) => throw new NotSupportedException();

        public int? TokenToId(string token) => null;

        public string IdToToken(int id) => throw new NotSupportedException();
    }
}
