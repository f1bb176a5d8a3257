using System.Diagnostics;

namespace ExtraCot.Benchmarks;

/// <summary>
/// A fixed loop of integer arithmetic timed beside a measurement: it tells how fast this machine was just then, so that figures taken
/// at other times or on other machines can be compared.
/// </summary>
public static class Calibration
{
    private const int Steps = 20_000_000;

    /// <summary>Times the loop once: milliseconds for twenty million dependent multiply-adds (some 20 to 40 on an idle core).</summary>
    public static double Milliseconds()
    {
        var started = Stopwatch.GetTimestamp();
        var state = 1UL;
        for (var step = 0; step < Steps; step++) state = state * 6364136223846793005UL + 1442695040888963407UL;
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return state == 0 ? double.NaN : elapsed; // the state is used, so the loop stays
    }
}
