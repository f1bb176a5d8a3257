using ExtraCot.Quickstart;
using ExtraCot.Runs;
using ExtraCot.Tests.Support;
using Xunit;

namespace ExtraCot.Tests.Quickstart;

public sealed class QuickstartResumeTests
{
    private static readonly QuickstartOptions Tiny = QuickstartOptions.For(QuickstartProfile.Smoke) with
    {
        SourceProblems = 16,
        CompressorThoughts = 8,
        NaiveSamples = 4,
        TeacherPrompts = 4,
        TestProblems = 4,
    };

    [Fact]
    public void A_run_stopped_again_and_again_ends_in_the_same_files()
    {
        using var folder = new ScratchFolder();
        Run(folder.File("whole"), resume: false, stopAfter: int.MaxValue);
        var stops = 0;
        while (!Run(folder.File("parts"), resume: stops > 0, stopAfter: 3 + 4 * stops)) stops++;
        Assert.True(stops > 2, $"stopped {stops} times");
        foreach (var file in (string[])["thoughts.jsonl", "compressor/model.safetensors", "compressed.jsonl", "sft/model.safetensors", "teacher.jsonl", "chrpo/model.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.File("whole"), file)), File.ReadAllBytes(Path.Combine(folder.File("parts"), file)));
        Assert.False(Directory.Exists(Path.Combine(folder.File("parts"), "parts")));
    }

    /// <returns>Whether it came to its end.</returns>
    private static bool Run(string path, bool resume, int stopAfter)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var run = RunFolder.Open(path, Tiny, resume);
        try
        {
            new QuickstartRun(Tiny, run, new Countdown(stopAfter, stop), stop.Token).Run();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Asks for a stop after so many reports.</summary>
    private sealed class Countdown(int reports, CancellationTokenSource stop) : IStageProgress
    {
        private int left = reports;

        public void Begin(string stage, long total, string unit, long done) { }

        public void Report(long done, params ReadOnlySpan<(string Name, double Value)> values)
        {
            if (Interlocked.Decrement(ref left) == 0) stop.Cancel();
        }

        public void End() { }

        public void Skip(string stage) { }
    }
}
