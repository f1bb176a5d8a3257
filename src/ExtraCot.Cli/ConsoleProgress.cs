using System.Diagnostics;
using System.Globalization;
using ExtraCot.Runs;

namespace ExtraCot.Cli;

/// <summary>The stages on stderr: the running one in a line with its rate, latest values and time left, finished ones above it.</summary>
internal sealed class ConsoleProgress(TextWriter output, bool inPlace) : IStageProgress
{
    private const double Rarely = 0.1; // seconds between two looks at the clock's worth of formatting
    private ProgressLine line = new(output, inPlace);
    private string stage = "", latest = "";
    private long start, shown, total;

    public void Begin(string stage, long total, string unit = "steps", long done = 0)
    {
        (this.stage, this.total, latest) = (stage, Math.Max(1, total), "");
        (start, shown) = (Stopwatch.GetTimestamp(), 0);
        line = new ProgressLine(output, inPlace);
    }

    public void Report(long done, params ReadOnlySpan<(string Name, double Value)> values)
    {
        if (done < total && shown != 0 && Stopwatch.GetElapsedTime(shown).TotalSeconds < Rarely) return;
        shown = Stopwatch.GetTimestamp();
        latest = Words(values);
        line.Show((double)done / total, _ => $"{stage} {done}/{total}{latest}");
    }

    public void Skip(string stage) => output.WriteLine($"{stage,-20} done before");

    public void End()
    {
        line.Clear();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stage,-20} {Stopwatch.GetElapsedTime(start).TotalSeconds,7:0.0} s{latest}"));
    }

    private static string Words(ReadOnlySpan<(string Name, double Value)> values)
    {
        var words = "";
        foreach (var (name, value) in values)
            words += string.Create(CultureInfo.InvariantCulture, $"  {name} {(Math.Abs(value) >= 100 ? $"{value:N0}" : $"{value:0.###}")}");
        return words;
    }
}
