using System.Text;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Runs;

public sealed class KeyedLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private string Path => folder.PathOf("log");

    public void Dispose() => folder.Dispose();

    private KeyedLog Open(bool resume = true, string seed = "1") => KeyedLog.Open(Path, new Dictionary<string, string?> { ["seed"] = seed, ["model"] = null }, resume);

    private static string Text(KeyedLog log)
    {
        using var stream = new MemoryStream();
        log.CopyTo(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [Fact]
    public void Should_write_lines_in_the_order_of_their_keys()
    {
        using var log = Open();
        foreach (var key in (long[])[5, 1, 30, 2]) log.Add(key, $"line {key}\tä");
        Assert.Equal("line 1\tä\nline 2\tä\nline 5\tä\nline 30\tä\n", Text(log));
        log.Add(3, "later");
        Assert.Contains("line 2\tä\nlater\nline 5", Text(log));
    }

    [Fact]
    public void Should_go_on_behind_the_last_whole_line()
    {
        using (var log = Open())
        {
            log.Add(2, "b");
            log.Add(1, "a");
        }
        File.AppendAllText(Path, "7\thalf");
        using (var log = Open())
        {
            Assert.Equal([1, 2], log.Keys);
            log.Add(0, "first");
            Assert.Equal("first\na\nb\n", Text(log));
        }
        using var again = Open();
        Assert.Equal("first\na\nb\n", Text(again));
    }

    [Fact]
    public void Should_begin_anew_where_not_even_the_settings_are_whole()
    {
        File.WriteAllText(Path, "{\"seed\"");
        using var log = Open();
        Assert.Empty(log.Keys);
    }

    [Fact]
    public void Should_refuse_other_settings_naming_them()
    {
        Open().Dispose();
        Assert.Contains("seed (1 there, 2 now)", Assert.Throws<InputException>(() => Open(seed: "2")).Message);
    }

    [Fact]
    public void Should_refuse_a_file_that_is_there_unless_resumed()
    {
        Open().Dispose();
        Assert.Contains("--resume", Assert.Throws<InputException>(() => Open(resume: false)).Message);
    }

    [Fact]
    public void Should_refuse_a_file_that_is_something_else()
    {
        File.WriteAllText(Path, "hello\nworld\n");
        Assert.Contains("not a stopped run", Assert.Throws<InputException>(() => Open()).Message);
        Assert.Equal("hello\nworld\n", File.ReadAllText(Path));
    }
}
