namespace ExtraCot.Diagnostics;

/// <summary>Space where runs are written.</summary>
/// <param name="Folder">The working folder.</param>
/// <param name="FreeBytes">What this user may still write there.</param>
public sealed record DiskFacts(string Folder, long FreeBytes)
{
    internal static DiskFacts Read(string folder) => new(folder, new DriveInfo(folder).AvailableFreeSpace);
}
