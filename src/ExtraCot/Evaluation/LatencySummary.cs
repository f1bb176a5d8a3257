using System.Text.Json;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using ExtraCot.Text;

namespace ExtraCot.Evaluation;

/// <summary>How fast a model answers in its modes: what <c>latency.json</c> holds.</summary>
/// <param name="Data">Name of the data set.</param>
/// <param name="Machine">Processor, threads and system in words.</param>
/// <param name="Concurrency">Requests under way at once when throughput was measured.</param>
/// <param name="Base">The mode the others are measured against; null where there is none.</param>
/// <param name="Modes">The modes.</param>
public sealed record LatencySummary(string Data, string Machine, int Concurrency, string? Base, IReadOnlyList<LatencyResult> Modes)
{
    /// <summary>Name of the file in a run's folder; a report shows it where it is there.</summary>
    public const string FileName = "latency.json";

    /// <summary>Writes the file into a folder.</summary>
    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, FileName), writer => writer.WriteLine(JsonSerializer.Serialize(this, ReportJson.Options)));

    /// <summary>Reads the file of a folder; null where there is none.</summary>
    /// <exception cref="InputException">It is no such file.</exception>
    public static LatencySummary? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<LatencySummary>(File.ReadAllText(path), ReportJson.Options);
        }
        catch (JsonException broken)
        {
            throw new InputException($"{path}: {broken.Message.Split(" Path:")[0]}; measure again with 'extracot eval latency'", broken);
        }
    }

    /// <summary>As Markdown.</summary>
    public string ToMarkdown() => LatencyTable.Of(this).ToMarkdown();
}
