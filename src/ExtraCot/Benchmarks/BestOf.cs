using System.Diagnostics;

namespace ExtraCot.Benchmarks;

/// <summary>Times by the fastest of several rounds: what else runs on a machine can only slow a round down.</summary>
public static class BestOf
{
    private const int Rounds = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1); // longer than a burst of other work on the machine
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3); // the compiler's last and fastest code comes after many calls

    /// <summary>Times several works side by side, so that all of them meet the same machine: seconds of each one's fastest call in five rounds.</summary>
    /// <param name="cancellation">Checked before each round.</param>
    /// <param name="works">Each is called beforehand, once at least and for three seconds, which compiles what it uses; then all in turn, for a second a round.</param>
    public static double[] Five(CancellationToken cancellation, params ReadOnlySpan<Action> works)
    {
        var best = new double[works.Length];
        Array.Fill(best, double.PositiveInfinity);
        foreach (var work in works)
        {
            var began = Stopwatch.GetTimestamp();
            do work(); while (Stopwatch.GetElapsedTime(began) < WarmUp);
        }
        for (var round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            do
            {
                for (var i = 0; i < works.Length; i++)
                {
                    var started = Stopwatch.GetTimestamp();
                    works[i]();
                    best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(started).TotalSeconds);
                }
            }
            while (Stopwatch.GetElapsedTime(began) < Round);
        }
        return best;
    }
}
