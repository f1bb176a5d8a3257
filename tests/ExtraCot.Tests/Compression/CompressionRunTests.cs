using System.Text.Json;
using ExtraCot.Annotation;
using ExtraCot.Compression;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Compression;

public sealed class CompressionRunTests : IDisposable
{
    private const string Thought = "Let me see. Let $x$ be the number. Then $x + 3 = 10$. So $x = 7$. Let me check that. $7 + 3 = 10$. This is right, I think. Therefore, the answer is $7$.";
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Input => Path.Combine(folder, "in.jsonl");

    private string Output => Path.Combine(folder, "out.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Should_write_one_line_for_each_line_in_the_given_order()
    {
        WriteInput(Enumerable.Range(0, 5).Select(i => Json(new { id = $"t{i}", question = "Which?", response = $"<think>\n{Thought}\n</think>\n\n7" })));
        Assert.Equal(5, Run().Done);
        var lines = File.ReadAllLines(Output).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["t0", "t1", "t2", "t3", "t4"], lines.Select(line => line.GetProperty("id").GetString()));
        Assert.Equal(["id", "question", "cotTokens", "ratios"], lines[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["0.4", "0.8"], lines[0].GetProperty("ratios").EnumerateObject().Select(p => p.Name));
        var cut = lines[0].GetProperty("ratios").GetProperty("0.4");
        Assert.Equal(["text", "tokens", "actualRatio", "kept"], cut.EnumerateObject().Select(p => p.Name).Take(4));
        Assert.EndsWith("Therefore, the answer is $7$.", cut.GetProperty("text").GetString());
        foreach (var range in cut.GetProperty("kept").EnumerateArray())
            Assert.Contains(Thought[range[0].GetInt32()..range[1].GetInt32()], cut.GetProperty("text").GetString());
        Assert.False(File.Exists(Output + ".partial"));
    }

    [Theory]
    [InlineData("question", "response")]
    [InlineData("query", "output")]
    [InlineData("problem", "model_output")]
    [InlineData("prompt", "cot")]
    public void Should_find_the_fields_by_name(string question, string response)
    {
        WriteInput([Json(new Dictionary<string, string> { [question] = "Which?", [response] = Thought })]);
        var trace = Assert.Single(TraceFile.Read(Input)).Trace!;
        Assert.Equal(("Which?", Thought, 1), (trace.Question, trace.Thought, trace.Id.GetInt32()));
    }

    [Fact]
    public void Should_read_messages()
    {
        WriteInput([Json(new { id = 5, messages = new[] { new { role = "system", content = "s" }, new { role = "user", content = "Which?" }, new { role = "assistant", content = Thought + "</think>7" } } })]);
        var trace = Assert.Single(TraceFile.Read(Input)).Trace!;
        Assert.Equal(("Which?", Thought), (trace.Question, trace.Thought));
    }

    [Theory]
    [InlineData("""{"question":"q"}""", "no chain of thought")]
    [InlineData("""{"question":"q","response":"  "}""", "empty")]
    [InlineData("""{"question":"q","response":"<think> </think>x"}""", "empty")]
    [InlineData("""{"question":"q","response":"<think>a b"}""", "not closed")]
    [InlineData("""{"question":"q","response":"a \ud800 b"}""", "surrogate")]
    [InlineData("""{"question":"q","response":"a""", "in.jsonl:2")]
    [InlineData("[1,2]", "expected a JSON object")]
    public void Should_name_a_bad_line_and_go_on(string bad, string reason)
    {
        WriteInput([Json(new { response = Thought }), bad, Json(new { response = Thought })]);
        var complaints = new List<string>();
        var end = Run(complaints.Add);
        Assert.Equal((2, 1), (end.Done, end.Bad));
        Assert.Contains(reason, Assert.Single(complaints));
        Assert.StartsWith($"{Input}:2: ", complaints[0]);
        Assert.Equal(2, File.ReadAllLines(Output).Length);
    }

    [Fact]
    public void Should_refuse_a_binary_file_and_a_missing_one()
    {
        File.WriteAllBytes(Input, [1, 2, 0, 3]);
        Assert.Contains("not a text file", Assert.Throws<InputException>(() => Run()).Message);
        File.Delete(Input);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => Run()).Message);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Should_compress_a_line_of_a_megabyte()
    {
        WriteInput([Json(new { response = string.Concat(Enumerable.Repeat(Thought + " ", 7000)) })]);
        Assert.Equal(1, Run().Done);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Should_end_as_an_undisturbed_run_does_when_it_was_stopped_and_its_last_line_torn(int torn)
    {
        WriteInput(Enumerable.Range(0, 40).Select(i => i % 7 == 3 ? "{" : Json(new { id = i, response = $"{Thought} And ${i} + 1 = {i + 1}$." })));
        Run();
        var whole = File.ReadAllText(Output);
        File.Delete(Output);
        StopAt(20);
        Assert.False(File.Exists(Output));
        using (var partial = new FileStream(Output + ".partial", FileMode.Open)) partial.SetLength(partial.Length - torn);
        Assert.Contains("--resume goes on with it", Assert.Throws<InputException>(() => Run()).Message);
        var end = new CompressionRun(Job() with { Resume = true }).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(34, end.Done);
        Assert.Equal(whole, File.ReadAllText(Output));
    }

    [Fact]
    public void Should_refuse_to_go_on_under_other_settings()
    {
        WriteInput(Enumerable.Range(0, 40).Select(i => Json(new { id = i, response = Thought })));
        StopAt(20);
        var run = new CompressionRun(Job() with { Ratios = [0.5], Resume = true });
        Assert.Contains("other input, model, tokenizer or ratios", Assert.Throws<InputException>(() => run.Run(cancellation: TestContext.Current.CancellationToken)).Message);
        Assert.True(File.Exists(Output + ".partial"));
    }

    [Fact]
    public void Should_keep_the_rows_of_one_trace_together_when_it_is_stopped()
    {
        WriteInput(Enumerable.Range(0, 40).Select(i => Json(new { id = i, response = $"{Thought} And ${i} + 1 = {i + 1}$." })));
        var job = Job() with { Format = CompressedFormat.Reference };
        new CompressionRun(job).Run(cancellation: TestContext.Current.CancellationToken);
        var whole = File.ReadAllText(Output);
        Assert.Equal(80, whole.Count(c => c == '\n'));
        File.Delete(Output);
        StopAt(20, job);
        using (var partial = new FileStream(Output + ".partial", FileMode.Open)) partial.SetLength(partial.Length - 10);
        new CompressionRun(job with { Resume = true }).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(whole, File.ReadAllText(Output));
    }

    private CompressionProgress Run(Action<string>? complain = null) => new CompressionRun(Job()).Run(complain, cancellation: TestContext.Current.CancellationToken);

    private void StopAt(int done, CompressionJob? job = null)
    {
        using var stop = new CancellationTokenSource();
        var run = new CompressionRun(job ?? Job());
        Assert.Throws<OperationCanceledException>(() => run.Run(null, p => { if (p.Done >= done) stop.Cancel(); }, stop.Token));
    }

    private CompressionJob Job() => new(Input, Output, [0.4, 0.8], new UnitCompressor(new RulesScorer(), new ThoughtCompressor(new PieceTokenizer())), "test");

    private void WriteInput(IEnumerable<string> lines) => File.WriteAllText(Input, string.Join('\n', lines));

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
