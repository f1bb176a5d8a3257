using System.Runtime.InteropServices;

namespace ExtraCot.Diagnostics;

/// <summary>Operating system, runtime and memory.</summary>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="Architecture">Of this process: x64, arm64.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="MemoryBytes">Memory this process may use; a container's limit counts.</param>
/// <param name="FreeMemoryBytes">What of it is free now.</param>
public sealed record SystemFacts(string OperatingSystem, string Architecture, string Runtime, long MemoryBytes, long FreeMemoryBytes)
{
    internal static SystemFacts Read()
    {
        GC.Collect(0); // the memory figures are those of the latest collection
        var memory = GC.GetGCMemoryInfo();
        return new SystemFacts(
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            RuntimeInformation.FrameworkDescription,
            memory.TotalAvailableMemoryBytes,
            Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes));
    }
}
