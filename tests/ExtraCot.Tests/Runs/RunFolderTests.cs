using ExtraCot.Runs;
using ExtraCot.Tests.Options;
using ExtraCot.Tests.Support;
using ExtraCot.Text;
using Xunit;

namespace ExtraCot.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> ran = [];

    private string Out => folder.PathOf("run");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_skip_finished_stages_when_resumed()
    {
        using (var run = Open(resume: false))
        {
            Assert.True(Stage(run, "compress"));
            Assert.Throws<OperationCanceledException>(() => run.Stage("sft", ["sft.txt"], () => throw new OperationCanceledException()));
        }
        using var again = Open(resume: true);
        Assert.False(Stage(again, "compress"));
        Assert.True(Stage(again, "sft"));
        Assert.Equal(["compress", "sft"], ran);
        Assert.Equal(["compress", "sft"], again.StageSeconds.Keys);
    }

    [Fact]
    public void Should_run_every_stage_after_one_that_ran_again()
    {
        using (var run = Open(resume: false))
            foreach (var stage in new[] { "compress", "sft", "chrpo" }) Stage(run, stage);
        File.Delete(Path.Combine(Out, "sft.txt"));
        ran.Clear();

        using var again = Open(resume: true);
        foreach (var stage in new[] { "compress", "sft", "chrpo" }) Stage(again, stage);
        Assert.Equal(["sft", "chrpo"], ran);
    }

    [Fact]
    public void Should_run_a_stage_again_whose_output_is_cut_short()
    {
        using (var run = Open(resume: false)) Stage(run, "compress");
        File.WriteAllText(Path.Combine(Out, "compress.txt"), "");
        using var again = Open(resume: true);
        Assert.True(Stage(again, "compress"));
    }

    [Fact]
    public void Should_not_call_a_stage_finished_whose_output_is_missing()
    {
        using (var run = Open(resume: false))
            Assert.Throws<FileNotFoundException>(() => run.Stage("sft", ["never.txt"], () => { }));
        Assert.False(File.Exists(Path.Combine(Out, "done", "sft.json")));
    }

    [Fact]
    public void Should_save_the_effective_options()
    {
        using var run = Open(resume: false, new SampleOptions { Seed = 5 });
        Assert.Equal(5, ExtraCot.Options.OptionsFile.Load<SampleOptions>(run.PathOf(RunFolder.OptionsName)).Seed);
    }

    [Fact]
    public void Should_refuse_a_run_that_is_there_without_resume() => Refused("already holds this run; --resume", resume: false, () => Open(resume: false).Dispose());

    [Theory]
    [InlineData(true, "seed (1 there, 2 now); resume it with its own options")]
    [InlineData(false, "seed (1 there, 2 now); choose another --out")]
    public void Should_refuse_a_run_with_other_options_and_name_them(bool resume, string message) =>
        Refused(message, resume, () => Open(resume: false).Dispose(), new SampleOptions { Seed = 2 });

    [Fact]
    public void Should_refuse_a_folder_of_other_files() => Refused("holds files that are no run", resume: false, () =>
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "thesis.txt"), "mine");
    });

    [Fact]
    public void Should_refuse_to_resume_what_is_not_there() => Refused("no run to resume", resume: true, () => { });

    [Fact]
    public void Should_refuse_a_file_in_the_folders_place() => Refused("is a file", resume: false, () => File.WriteAllText(Out, "x"));

    [Fact]
    public void Should_start_in_an_empty_folder()
    {
        Directory.CreateDirectory(Out);
        using var run = Open(resume: false);
        Assert.True(Stage(run, "compress"));
    }

    [Fact]
    public void Should_refuse_a_run_another_process_works_on()
    {
        using (var first = Open(resume: false))
        {
            var wrong = Assert.Throws<InputException>(() => Open(resume: true));
            Assert.Contains("another process is working on this run", wrong.Message);
        }
        Open(resume: true).Dispose();
    }

    [Fact]
    public void Should_go_on_after_a_process_was_killed_and_left_its_lock_file()
    {
        Open(resume: false).Dispose();
        File.WriteAllText(Path.Combine(Out, ".lock"), "");
        using var run = Open(resume: true);
        Assert.True(Stage(run, "compress"));
    }

    [Fact]
    public void Should_go_on_after_a_process_was_killed_before_it_wrote_its_options()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, ".lock"), "");
        using var run = Open(resume: false);
        Assert.True(Stage(run, "compress"));
    }

    private void Refused(string message, bool resume, Action before, SampleOptions? options = null)
    {
        before();
        var files = Directory.GetFileSystemEntries(folder.FullPath, "*", SearchOption.AllDirectories);
        var wrong = Assert.Throws<InputException>(() => Open(resume, options));
        Assert.Contains(message, wrong.Message);
        Assert.Contains(Out, wrong.Message);
        Assert.Equal(files, Directory.GetFileSystemEntries(folder.FullPath, "*", SearchOption.AllDirectories));
    }

    private RunFolder Open(bool resume, SampleOptions? options = null) => RunFolder.Open(Out, options ?? new SampleOptions(), resume);

    private bool Stage(RunFolder run, string name) => run.Stage(name, [$"{name}.txt"], () =>
    {
        ran.Add(name);
        File.WriteAllText(run.PathOf($"{name}.txt"), name);
    });
}
