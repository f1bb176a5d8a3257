using ExtraCot.Runs;
using Spectre.Console;

namespace ExtraCot.Cli;

/// <summary>
/// Progress on stderr, so that stdout stays clean for results: on a terminal one line that a thread of its own redraws,
/// elsewhere a plain line every ten seconds.
/// </summary>
internal sealed class ConsoleProgress : IStageProgress, IDisposable
{
    private const int BarWidth = 12;
    private readonly IAnsiConsole console;
    private readonly bool live;
    private readonly TimeSpan interval;
    private StageMeter meter = new("", 0, "", 0, TimeProvider.System);
    private ManualResetEventSlim? ended;
    private Thread? display;

    private ConsoleProgress(IAnsiConsole console, bool live, TimeSpan interval) => (this.console, this.live, this.interval) = (console, live, interval);

    public static ConsoleProgress OnStandardError() => On(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }, interval: null);

    /// <param name="settings">Where to and, for tests, whether control sequences are understood.</param>
    /// <param name="interval">Time from one drawing to the next; null for what suits the output.</param>
    internal static ConsoleProgress On(AnsiConsoleSettings settings, TimeSpan? interval)
    {
        var console = AnsiConsole.Create(settings);
        var live = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi;
        // A log file has no width to wrap at.
        if (!live) console.Profile.Width = int.MaxValue;
        return new ConsoleProgress(console, live, interval ?? (live ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10)));
    }

    public void Begin(string stage, long total, string unit = "steps", long done = 0)
    {
        End();
        meter = new StageMeter(stage, total, unit, done, TimeProvider.System);
        ended = new ManualResetEventSlim();
        display = new Thread(live ? Redraw : Print) { IsBackground = true, Name = "progress" };
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
