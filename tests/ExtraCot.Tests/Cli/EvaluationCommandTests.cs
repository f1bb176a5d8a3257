using System.Diagnostics;
using System.Text.Json;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Cli;

public sealed class EvaluationCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--data", "gsm9k", "gsm9k: no such data set; known are gsm8k, math500, amc23 and small-world")]
    [InlineData("--ratios", "0.2,0.1", "eval: ratios: '0.1' is no mode: expected 0.2, 0.4")]
    [InlineData("--seeds", "1,x", "--seeds 1,x: 'x' is no seed")]
    [InlineData("--verifier", "chess", "chess: no such verifier; known are math, exact")]
    [InlineData("--base", "nosuch", "nosuch: no such model folder")]
    [InlineData("--samples", "2", "would give the same response 2 times")]
    public void Should_refuse_what_it_cannot_use_and_write_nothing(string option, string value, string message)
    {
        Refused(message, "eval", "--model", "small-base", "--out", folder.PathOf("run"), option, value);
        Assert.False(Directory.Exists(folder.PathOf("run")));
    }

    [Fact]
    public void Should_refuse_a_folder_that_is_no_evaluation()
    {
        Refused("no finished evaluation there", "report", folder.FullPath);
        Refused("--compare takes two runs, 1 given", "report", "--compare", folder.FullPath);
        Refused("no run: give the folder of a finished evaluation", "report");
        Refused("nothing says which runs to delete", "runs", "clean", "--in", folder.FullPath);
        Refused("no such data set", "data", "get", "gsm9k");
    }

    [Fact]
    public void Should_score_a_file_report_compare_export_and_list()
    {
        var questions = folder.Write("sums.jsonl", "{\"id\":\"a\",\"question\":\"1+1?\",\"answer\":\"2\"}\n{\"id\":\"b\",\"question\":\"1+2?\",\"answer\":\"3\"}\n");
        Directory.CreateDirectory(folder.PathOf("runs"));
        foreach (var (name, answer) in ((string, int)[])[("x", 3), ("y", 4)])
        {
            (string Id, int Answer)[] rows = [("a", 2), ("b", answer)];
            var file = folder.Write($"{name}.jsonl", string.Concat(rows.Select(row => JsonSerializer.Serialize(new { id = row.Id, model_output = $"<think>Okay, let me understand the problem first.</think>\\boxed{{{row.Answer}}}" }) + "\n")));
            var (code, text, _) = Extracot.Run("eval", "score", "--in", $"0.2={file}", "--data", questions, "--tokenizer", "small-base", "--out", folder.PathOf($"runs/{name}"));
            Assert.Equal(0, code);
            Assert.Matches(@"2 responses, 0\.\d{3} s of checker time", text);
        }
        Assert.Contains("x answers 100.0 % right, y 50.0 %: +50.0 points", Extracot.Run("report", "--compare", folder.PathOf("runs/y"), folder.PathOf("runs/x")).Output);
        Assert.Equal(0, Extracot.Run("report", folder.PathOf("runs/x"), $"other={folder.PathOf("runs/y")}", "--out", folder.PathOf("both")).ExitCode);
        Assert.Contains("other", File.ReadAllText(folder.PathOf("both/report.html")));
        Assert.Equal(0, Extracot.Run("eval", "export", folder.PathOf("runs/x"), "--format", "reference", "--out", folder.PathOf("theirs")).ExitCode);
        Assert.True(File.Exists(folder.PathOf("theirs/0.2/prediction.json")));
        Assert.Equal(2, Extracot.Run("runs", "list", "--in", folder.PathOf("runs")).Output.Split('\n').Count(line => line.Contains("evaluation") && line.Contains("finished")));
        Assert.Contains("would delete", Extracot.Run("runs", "clean", "--in", folder.PathOf("runs"), "--older-than", "0").Output);
        Assert.True(Directory.Exists(folder.PathOf("runs/x")));
    }

    [Fact]
    public void Should_give_the_same_run_after_a_kill()
    {
        string[] arguments = ["eval", "--model", "small-base", "--ratios", "none,policy", "--limit", "20", "--out"];
        Assert.Equal(0, Extracot.Run([.. arguments, folder.PathOf("whole")]).ExitCode);
        using (var killed = Extracot.Start([.. arguments, folder.PathOf("killed")]))
        {
            var partial = folder.PathOf("killed/predictions.partial.jsonl");
            var waited = Stopwatch.StartNew();
            while (!(File.Exists(partial) && new FileInfo(partial).Length > 0) && waited.Elapsed < TimeSpan.FromMinutes(2)) Thread.Sleep(5);
            using var kill = Process.GetProcessById(killed.Id);
            kill.Kill();
            killed.WaitForExit();
        }
        Assert.False(File.Exists(folder.PathOf("killed/predictions.jsonl")));
        Assert.Equal(0, Extracot.Run([.. arguments, folder.PathOf("killed"), "--resume"]).ExitCode);
        foreach (var name in (string[])["predictions.jsonl", "metrics.json"])
            Assert.Equal(File.ReadAllText(folder.PathOf($"whole/{name}")), File.ReadAllText(folder.PathOf($"killed/{name}")));
    }

    private static void Refused(string message, params string[] arguments)
    {
        var (exitCode, output, error) = Extracot.Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains(message, error);
    }
}
