using System.Globalization;

namespace ExtraCot.Runs;

/// <summary>Measures one stage: what is done, how fast, how long it still takes, the latest values. Thread-safe.</summary>
/// <param name="stage">The stage's name.</param>
/// <param name="total">Units in all; 0 where nobody knows.</param>
/// <param name="unit">What is counted, in the plural.</param>
/// <param name="alreadyDone">Units of an earlier process, which do not count for the rate.</param>
/// <param name="clock">The clock.</param>
public sealed class StageMeter(string stage, long total, string unit, long alreadyDone, TimeProvider clock)
{
    private readonly long start = clock.GetTimestamp();
    private readonly Lock gate = new();
    private readonly List<(string Name, double Value)> latest = [];
    private readonly long before = alreadyDone;
    private long done = alreadyDone;

    /// <value>The share that is done, 0 to 1; null where the total is not known.</value>
    public double? Fraction
    {
        get
        {
            lock (gate) return total > 0 ? Math.Clamp((double)done / total, 0, 1) : null;
        }
    }

    /// <summary>Takes new numbers, as <see cref="IStageProgress.Report"/>.</summary>
    /// <param name="unitsDone">Units done in all.</param>
    /// <param name="values">Names and values.</param>
    public void Report(long unitsDone, ReadOnlySpan<(string Name, double Value)> values)
    {
        lock (gate)
        {
            done = unitsDone;
            foreach (var value in values)
            {
                var place = latest.FindIndex(known => known.Name == value.Name);
                if (place < 0) latest.Add(value);
                else latest[place] = value;
            }
        }
    }

    /// <summary>The stage under way: <c>sft 120/600 steps, 20 %, 3.10 steps/s, ETA 2:35, loss 0.412</c>.</summary>
    public string Line()
    {
        lock (gate)
        {
            var elapsed = clock.GetElapsedTime(start);
            var rate = (done - before) / elapsed.TotalSeconds;
            List<string> parts = [total > 0 ? $"{stage} {done}/{total} {unit}" : $"{stage} {done} {unit}"];
            if (total > 0) parts.Add($"{(int)(100.0 * done / total)} %");
            var moving = rate > 0 && double.IsFinite(rate);
            if (moving) parts.Add($"{Number(rate)} {unit}/s");
            parts.Add(moving && total > done ? $"ETA {Duration(TimeSpan.FromSeconds((total - done) / rate))}" : $"{Duration(elapsed)} gone");
            return string.Join(", ", parts.Concat(Values()));
        }
    }

    /// <summary>The stage at its end: <c>sft 600 steps in 3:13, 3.10 steps/s, loss 0.108</c>.</summary>
    public string Summary()
    {
        lock (gate)
        {
            var elapsed = clock.GetElapsedTime(start);
            var work = done - before;
            var unfinished = total > done ? $" of {total}" : "";
            List<string> parts = [$"{stage} {done}{unfinished} {unit} in {Duration(elapsed)}"];
            if (work > 0 && elapsed > TimeSpan.Zero) parts.Add($"{Number(work / elapsed.TotalSeconds)} {unit}/s");
            return string.Join(", ", parts.Concat(Values()));
        }
    }

    /// <summary>A time as people write it: <c>0:07</c>, <c>12:30</c>, <c>1:02:03</c>.</summary>
    /// <param name="time">Not negative.</param>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds);
        var (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        return hours > 0 ? $"{hours}:{minutes:00}:{seconds % 60:00}" : $"{minutes}:{seconds % 60:00}";
    }

    private IEnumerable<string> Values() => latest.Select(value => $"{value.Name} {Number(value.Value)}");

    // Three digits tell a trend; more only flicker.
    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        >= 0.01 or 0 => value.ToString("0.00#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##e0", CultureInfo.InvariantCulture),
    };
}
