using System.Globalization;

namespace ExtraCot.Benchmarks;

/// <summary>The most memory this process has held.</summary>
public static class PeakMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Resident bytes at their highest (VmHWM); 0 where the system does not tell.</summary>
    public static long Bytes() => Read("VmHWM:");

    private static long Read(string key) => !File.Exists(Status) ? 0 : File.ReadLines(Status).Where(line => line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024).FirstOrDefault();
}
