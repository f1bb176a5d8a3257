using System.Diagnostics;

namespace ExtraCot.Benchmarks;

/// <summary>Times by the fastest of many calls: what else runs on a machine can only slow a call down.</summary>
public static class BestOf
{
    private const int Rounds = 5;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5); // longer than a burst of other work on the machine
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3); // the compiler's last and fastest code comes after many calls

    /// <summary>
    /// Times several works side by side, so that all of them meet the same machine: seconds of each one's fastest call in at least five rounds and five seconds.
    /// </summary>
    /// <param name="cancellation">Checked before each call.</param>
    /// <param name="works">Each is called beforehand, once at least and for three seconds, which compiles what it uses; a round then calls each once.</param>
    public static double[] Five(CancellationToken cancellation, params ReadOnlySpan<Action> works)
    {
        var best = new double[works.Length];
        Array.Fill(best, double.PositiveInfinity);
        foreach (var work in works)
        {
            var warming = Stopwatch.GetTimestamp();
            do
            {
                cancellation.ThrowIfCancellationRequested();
                work();
            }
            while (Stopwatch.GetElapsedTime(warming) < WarmUp);
        }
        var began = Stopwatch.GetTimestamp();
        for (var round = 0; round < Rounds || Stopwatch.GetElapsedTime(began) < Time; round++)
            for (var i = 0; i < works.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var started = Stopwatch.GetTimestamp();
                works[i]();
                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        return best;
    }
}
