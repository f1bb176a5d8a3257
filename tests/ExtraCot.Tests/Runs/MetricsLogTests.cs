using System.Text.Json;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Runs;

public sealed class MetricsLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_write_one_json_object_a_line_at_once()
    {
        using var log = new MetricsLog(folder.PathOf("metrics.jsonl"));
        log.Write("sft", 10, ("loss", 0.5), ("reward", double.NaN));

        var line = Assert.Single(ReadLines());
        using var json = JsonDocument.Parse(line);
        Assert.Equal("sft", json.RootElement.GetProperty("stage").GetString());
        Assert.Equal(10, json.RootElement.GetProperty("step").GetInt64());
        Assert.Equal(0.5, json.RootElement.GetProperty("values").GetProperty("loss").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("values").GetProperty("reward").ValueKind);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", 2)]
    [InlineData("{\"a\":1}\n{\"b\":", 1)]
    [InlineData("{\"b\":", 0)]
    [InlineData("", 0)]
    public void Should_cut_a_half_line_and_go_on(string left, int whole)
    {
        folder.Write("metrics.jsonl", left);
        using (var log = new MetricsLog(folder.PathOf("metrics.jsonl"))) log.Write("sft", 1, ("loss", 1));

        var lines = ReadLines();
        Assert.Equal(whole + 1, lines.Count);
        Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public void Should_keep_lines_of_several_threads_apart()
    {
        using (var log = new MetricsLog(folder.PathOf("metrics.jsonl")))
            Parallel.For(0, 200, step => log.Write("rollouts", step, ("reward", step)));
        var steps = ReadLines().Select(line => JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt64());
        Assert.Equal(Enumerable.Range(0, 200).Select(step => (long)step), steps.Order());
    }

    private List<string> ReadLines()
    {
        using var file = new FileStream(folder.PathOf("metrics.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
