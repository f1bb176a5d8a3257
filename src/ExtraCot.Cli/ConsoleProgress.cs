using ExtraCot.Runs;
using Spectre.Console;

namespace ExtraCot.Cli;

/// <summary>
/// Progress on stderr, so that stdout stays clean for results: on a terminal one line that a thread of its own redraws,
/// elsewhere a plain line every ten seconds.
/// </summary>
internal sealed class ConsoleProgress : IStageProgress, IDisposable
{
    private const int BarWidth = 20;
    private readonly IAnsiConsole console;
    private readonly TimeSpan interval;
    private StageMeter meter = new("", 0, "", 0, TimeProvider.System);
    private ManualResetEventSlim? ended;
    private Thread? display;

    private ConsoleProgress(IAnsiConsole console, TimeSpan interval) => (this.console, this.interval) = (console, interval);

    public static ConsoleProgress OnStandardError() =>
        On(new AnsiConsoleOutput(Console.Error), Console.IsErrorRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromMilliseconds(200));

    internal static ConsoleProgress On(IAnsiConsoleOutput output, TimeSpan interval)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        // A log file has no width to wrap at.
        if (!output.IsTerminal) console.Profile.Width = int.MaxValue;
        return new ConsoleProgress(console, interval);
    }

    public void Begin(string stage, long total, string unit = "steps", long done = 0)
    {
        End();
        meter = new StageMeter(stage, total, unit, done, TimeProvider.System);
        ended = new ManualResetEventSlim();
        display = new Thread(console.Profile.Out.IsTerminal ? Redraw : Print) { IsBackground = true, Name = "progress" };
        display.Start();
    }

    public void Report(long done, params ReadOnlySpan<(string Name, double Value)> values) => meter.Report(done, values);

    public void End()
    {
        if (display is null) return;
        ended!.Set();
        display.Join();
        ended.Dispose();
        display = null;
        console.WriteLine(meter.Summary());
    }

    public void Skip(string stage)
    {
        End();
        console.WriteLine($"{stage} done earlier, skipped");
    }

    public void Dispose() => End();

    private void Redraw() => console.Live(Picture()).AutoClear(true).Start(context =>
    {
        do context.UpdateTarget(Picture());
        while (!ended!.Wait(interval));
    });

    private void Print()
    {
        while (!ended!.Wait(interval)) console.WriteLine(meter.Line());
    }

    private Markup Picture()
    {
        var line = Markup.Escape(meter.Line());
        if (meter.Fraction is not { } fraction) return new Markup(line);
        var full = (int)Math.Round(fraction * BarWidth);
        return new Markup($"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] {line}");
    }
}
