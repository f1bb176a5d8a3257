using System.ComponentModel;
using System.Diagnostics;

namespace ExtraCot.Diagnostics;

/// <summary>A graphics processor.</summary>
/// <param name="Name">As the driver calls it.</param>
/// <param name="Memory">Its memory, with unit.</param>
/// <param name="Driver">The driver's version.</param>
public sealed record GpuFacts(string Name, string Memory, string Driver)
{
    /// <summary>What the NVIDIA driver shows, libtorch or not; empty without driver.</summary>
    internal static IReadOnlyList<GpuFacts> Read() =>
        Ask("nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader") is { } rows
            ? [.. rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(", ")).Where(row => row.Length == 3)
                .Select(row => new GpuFacts(row[0].Trim(), row[1].Trim(), row[2].Trim()))]
            : [];

    /// <summary>What a program prints; null where it is missing or fails.</summary>
    internal static string? Ask(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
