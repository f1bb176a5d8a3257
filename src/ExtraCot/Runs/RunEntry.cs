using System.Globalization;

namespace ExtraCot.Runs;

/// <summary>A run's folder from outside.</summary>
/// <param name="Folder">Its path.</param>
/// <param name="Kind">What it is, by the result it has: "evaluation", "quickstart", "model", "latency"; "run" where there is no result yet.</param>
/// <param name="Finished">Whether it has a result.</param>
/// <param name="Busy">Whether a process is working on it.</param>
/// <param name="Changed">When a file in it last changed (UTC).</param>
/// <param name="Bytes">Size of all its files.</param>
public sealed record RunEntry(string Folder, string Kind, bool Finished, bool Busy, DateTime Changed, long Bytes)
{
    /// <summary>One line to read.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Changed:yyyy-MM-dd HH:mm}  {Size(),8}  {Kind,-10}  {(Busy ? "working" : Finished ? "finished" : "unfinished"),-10}  {Folder}");

    private string Size() => Bytes >= 1 << 30 ? $"{Bytes / (double)(1 << 30):0.0} GB" : Bytes >= 1 << 20 ? $"{Bytes / (double)(1 << 20):0.0} MB" : $"{Bytes / 1024.0:0} kB";
}
