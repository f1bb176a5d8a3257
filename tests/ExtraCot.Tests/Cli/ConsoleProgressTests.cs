using System.Text;
using ExtraCot.Cli;
using Spectre.Console;
using Xunit;

namespace ExtraCot.Tests.Cli;

public sealed class ConsoleProgressTests : IDisposable
{
    private readonly SharedText text = new();

    public void Dispose() => text.Dispose();

    [Fact]
    public void Should_leave_one_line_of_each_finished_stage()
    {
        using (var progress = Create(terminal: false, TimeSpan.FromHours(1)))
        {
            progress.Begin("annotate [x]", 3, "thoughts");
            progress.Report(3, ("units", 5));
            progress.End();
            progress.End();
            progress.Skip("sft");
            progress.Begin("chrpo", 2);
            progress.Report(1, ("reward", 0.5));
        }
        var lines = text.Lines();
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("annotate [x] 3 thoughts in 0:00, ", lines[0]);
        Assert.EndsWith("thoughts/s, units 5.00", lines[0]);
        Assert.Equal("sft done earlier, skipped", lines[1]);
        Assert.StartsWith("chrpo 1 of 2 steps in 0:00", lines[2]);
    }

    [Fact]
    public void Should_print_whole_lines_while_a_stage_goes_on()
    {
        const string stage = "a stage with a name that is longer than a narrow terminal is wide, so that a line broken in two would show at once";
        using var progress = Create(terminal: false, TimeSpan.FromMilliseconds(1));
        progress.Begin(stage, 10);
        progress.Report(5, ("loss", 0.25));
        SpinWait.SpinUntil(() => text.Lines().Any(line => line.EndsWith("loss 0.25", StringComparison.Ordinal)));
        progress.End();
        Assert.All(text.Lines(), line => Assert.StartsWith(stage, line));
    }

    [Fact]
    public void Should_draw_a_bar_on_a_terminal()
    {
        using var progress = Create(terminal: true, TimeSpan.FromMilliseconds(1));
        progress.Begin("sft [50 %]", 10);
        progress.Report(5);
        SpinWait.SpinUntil(() => text.ToString().Contains("sft [50 %] 5/10 steps, 50 %", StringComparison.Ordinal));
        progress.End();
        Assert.Contains(new string('━', 6), text.ToString());
        Assert.Contains("sft [50 %] 5 of 10 steps in 0:", text.Lines()[^1]);
    }

    private ConsoleProgress Create(bool terminal, TimeSpan interval) =>
        ConsoleProgress.On(new AnsiConsoleSettings { Out = new Screen(text, terminal), Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No }, interval);

    private sealed class Screen(TextWriter writer, bool terminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => terminal;

        public int Width => 80;

        public int Height => 24;

        public void SetEncoding(Encoding encoding) { }
    }

    // Written by the display's thread, read by the test's.
    private sealed class SharedText : TextWriter
    {
        private readonly StringBuilder text = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (text) text.Append(value);
        }

        public override string ToString()
        {
            lock (text) return text.ToString();
        }

        public string[] Lines() => ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
