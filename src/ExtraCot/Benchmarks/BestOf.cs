using System.Diagnostics;

namespace ExtraCot.Benchmarks;

/// <summary>Times by the fastest of several rounds: what else runs on a machine can only slow a round down.</summary>
public static class BestOf
{
    private const int Rounds = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3); // the compiler's last and fastest code comes after many calls

    /// <summary>Times several works side by side, so that all of them meet the same machine: seconds of each one's fastest of five rounds.</summary>
    /// <param name="cancellation">Checked before each round.</param>
    /// <param name="works">Each is run beforehand, once at least and for three seconds, which compiles what it uses.</param>
    public static double[] Five(CancellationToken cancellation, params ReadOnlySpan<Action> works)
    {
        var best = new double[works.Length];
        Array.Fill(best, double.PositiveInfinity);
        foreach (var work in works)
        {
            var started = Stopwatch.GetTimestamp();
            do work(); while (Stopwatch.GetElapsedTime(started) < WarmUp);
        }
        for (var round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < works.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                works[i]();
                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }
        return best;
    }
}
