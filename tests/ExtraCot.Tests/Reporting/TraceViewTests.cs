using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExtraCot.Annotation;
using ExtraCot.Compression;
using ExtraCot.Reporting;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Reporting;

public sealed partial class TraceViewTests : IDisposable
{
    private const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & \" ' \u202e So $x < 3$. The answer is 2.";
    private readonly TemporaryFolder folder = new();

    private string Traces => folder.PathOf("in.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_hold_texts_scores_and_sets_of_both_sides()
    {
        Write("So $1 + 1 = 2$. Let me check that. The answer is 2.");
        var (labels, compressed) = (Annotate(), Compress());
        Assert.Equal(1, TraceView.Write(Traces, [labels, compressed], folder.PathOf("view.html"), 10));
        var data = Data();
        Assert.Equal(["labels (rules)", "compressed"], data.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        var trace = data.GetProperty("traces")[0];
        var units = trace.GetProperty("ends").GetArrayLength();
        Assert.Equal(units, trace.GetProperty("views")[0].GetProperty("scores").GetArrayLength());
        Assert.Equal([0.4, 0.8], trace.GetProperty("views")[1].GetProperty("ratios").EnumerateArray().Select(ratio => ratio.GetDouble()));
        Assert.All(trace.GetProperty("views")[1].GetProperty("sets").EnumerateArray(), set => Assert.Equal(units, set.GetString()!.Length));
    }

    [Fact]
    public void Should_let_no_text_become_markup_and_no_other_script_run()
    {
        Write(Hostile);
        TraceView.Write(Traces, [Annotate()], folder.PathOf("view.html"), 10);
        var page = File.ReadAllText(folder.PathOf("view.html"));
        Assert.Equal(2, Regex.Count(page, "</script>"));
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotContain("innerHTML", page);
        Assert.Equal(Hostile, Data().GetProperty("traces")[0].GetProperty("text").GetString());
        var script = Script().Match(page).Groups[1].Value;
        Assert.Contains($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", page);
    }

    [Fact]
    public void Should_refuse_files_that_do_not_belong_to_the_traces()
    {
        Write("So $1 + 1 = 2$.");
        var labels = Annotate();
        Write("Another thought.");
        Assert.Contains("none of its traces", Assert.Throws<InputException>(() => TraceView.Write(Traces, [labels], folder.PathOf("view.html"), 10)).Message);
        Assert.Contains("neither a line", Assert.Throws<InputException>(() => TraceView.Write(Traces, [Traces], folder.PathOf("view.html"), 10)).Message);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => TraceView.Write(Traces, [folder.PathOf("none")], folder.PathOf("view.html"), 10)).Message);
        Assert.False(File.Exists(folder.PathOf("view.html")));
    }

    [GeneratedRegex(@"<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex(@"id=""data"">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataScript();

    private void Write(string thought) => File.WriteAllText(Traces, JsonSerializer.Serialize(new { id = "a", question = "q <b>", response = thought }) + "\n");

    private string Annotate()
    {
        new AnnotationRun(Traces, folder.PathOf("labels.jsonl"), new ScoreAnnotator("rules", new RulesScorer(), null), resume: false).Run(cancellation: TestContext.Current.CancellationToken);
        return folder.PathOf("labels.jsonl");
    }

    private string Compress()
    {
        new CompressionRun(new CompressionJob(Traces, folder.PathOf("compressed.jsonl"), [0.4, 0.8], new UnitCompressor(new RulesScorer(), new ThoughtCompressor(new ExtraCot.Tests.Compression.PieceTokenizer())), "x")).Run(cancellation: TestContext.Current.CancellationToken);
        return folder.PathOf("compressed.jsonl");
    }

    private JsonElement Data() => JsonDocument.Parse(DataScript().Match(File.ReadAllText(folder.PathOf("view.html"))).Groups[1].Value).RootElement;
}
