using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Runs;

public sealed class RunListTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder folder = new();

    public RunListTests()
    {
        foreach (var (name, file) in ((string, string)[])[("old", "metrics.json"), ("young", "summary.json"), ("stopped", "predictions.partial.jsonl")])
        {
            Directory.CreateDirectory(folder.PathOf(name));
            foreach (var path in (string[])[folder.Write($"{name}/options.yaml", "seed: 1\n"), folder.Write($"{name}/{file}", "{}")]) File.SetLastWriteTimeUtc(path, Now.AddDays(name == "old" ? -40 : -1));
        }
        Directory.CreateDirectory(folder.PathOf("photos"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_list_runs_alone_with_what_they_are() =>
        Assert.Equal([("old", "evaluation", true), ("stopped", "run", false), ("young", "quickstart", true)],
            RunList.Read(folder.FullPath).Select(run => (Path.GetFileName(run.Folder), run.Kind, run.Finished)).OrderBy(run => run.Item1));

    [Fact]
    public void Should_choose_by_age_and_result()
    {
        var runs = RunList.Read(folder.FullPath);
        Assert.Equal("stopped", Path.GetFileName(Assert.Single(RunList.Choose(runs, unfinished: true, null, Now)).Folder));
        Assert.Equal("old", Path.GetFileName(Assert.Single(RunList.Choose(runs, unfinished: false, 30, Now)).Folder));
        Assert.Throws<InputException>(() => RunList.Choose(runs, unfinished: false, null, Now));
    }

    [Fact]
    public void Should_leave_a_run_alone_that_is_worked_on()
    {
        using var held = new FileStream(folder.PathOf("stopped/.lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Assert.Empty(RunList.Choose(RunList.Read(folder.FullPath), unfinished: true, null, Now));
    }

    [Fact]
    public void Should_say_that_there_is_no_such_folder() => Assert.Contains("no such folder", Assert.Throws<InputException>(() => RunList.Read(folder.PathOf("none"))).Message);
}
