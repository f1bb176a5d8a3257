using System.Globalization;

namespace ExtraCot.Diagnostics;

/// <summary>
/// Energy the machine says it used: processor packages by RAPL (Linux, where the counters may be read) and NVIDIA graphics processors by sampling
/// their power. It counts everything that runs on the machine.
/// </summary>
public sealed class EnergyMeter : IDisposable
{
    private const int SampleMilliseconds = 200;
    private readonly (string Counter, double Before, double Range)[] packages;
    private readonly Lock gate = new();
    private readonly Timer? sampler;
    private double graphicsJoules;

    private EnergyMeter(string powercap)
    {
        packages = Directory.Exists(powercap)
            ? [.. Directory.EnumerateDirectories(powercap, "intel-rapl:?").Select(folder => (Counter: Path.Combine(folder, "energy_uj"), Before: Number(Path.Combine(folder, "energy_uj")), Range: Number(Path.Combine(folder, "max_energy_range_uj")) ?? 0))
                .Where(package => package.Before is not null).Select(package => (package.Counter, package.Before!.Value, package.Range))]
            : [];
        if (GraphicsWatts() is null) return;
        HasGraphics = true;
        sampler = new Timer(_ => Sample(), null, 0, SampleMilliseconds);
    }

    private bool HasGraphics { get; }

    /// <summary>Starts counting.</summary>
    public static EnergyMeter Start() => Start("/sys/class/powercap");

    /// <summary>As the other overload, with another place of the counters.</summary>
    internal static EnergyMeter Start(string powercap) => new(powercap);

    /// <summary>Joules since the start; null where the machine does not tell.</summary>
    public double? Joules()
    {
        if (packages.Length == 0 && !HasGraphics) return null;
        lock (gate) return graphicsJoules + packages.Sum(package => Number(package.Counter) is { } now ? (now >= package.Before ? now - package.Before : now - package.Before + package.Range) / 1e6 : 0);
    }

    /// <inheritdoc/>
    public void Dispose() => sampler?.Dispose();

    private void Sample()
    {
        if (GraphicsWatts() is { } watts) lock (gate) graphicsJoules += watts * SampleMilliseconds / 1000;
    }

    private static double? GraphicsWatts()
    {
        if (GpuFacts.Ask("nvidia-smi", "--query-gpu=power.draw", "--format=csv,noheader,nounits") is not { } rows) return null;
        double[] watts = [.. rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => double.TryParse(row, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0)];
        return watts.Length == 0 ? null : watts.Sum();
    }

    private static double? Number(string path)
    {
        try
        {
            return double.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}
