using System.Text.Json;

namespace ExtraCot.Diagnostics;

/// <summary>The doctor's report as people and programs read it.</summary>
public static class DoctorText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The report as one JSON object with camelCase keys.</summary>
    public static string ToJson(DoctorReport report) => JsonSerializer.Serialize(report, Json);

    /// <summary>The report as lines of text.</summary>
    public static IEnumerable<string> ToLines(DoctorReport report)
    {
        yield return $"extracot   {report.Version} on {report.System.Runtime}";
        yield return $"system     {report.System.OperatingSystem}, {report.System.Architecture}";
        yield return $"processor  {report.Cpu.Name}, {report.Cpu.Processors} usable, {string.Join(' ', report.Cpu.Features)}";
        yield return $"memory     {Gigabytes(report.System.FreeMemoryBytes)} free of {Gigabytes(report.System.MemoryBytes)}";
        yield return $"disk       {Gigabytes(report.Disk.FreeBytes)} free in {report.Disk.Folder}";
        foreach (var gpu in report.Gpus) yield return $"GPU        {gpu.Name}, {gpu.Memory}, driver {gpu.Driver}{(report.LibTorch.Cuda ? "" : ", not used")}";
        if (report.Gpus.Count == 0) yield return "GPU        none";
        foreach (var line in LibTorch(report)) yield return line;
        yield return report.Problems.Count == 0 ? "Nothing is missing." : "Missing:";
        foreach (var problem in report.Problems)
        {
            yield return $"- {problem.What}";
            yield return $"  mend it with: {problem.Command}";
        }
    }

    private static IEnumerable<string> LibTorch(DoctorReport report)
    {
        var torch = report.LibTorch;
        if (!torch.Loaded)
        {
            yield return $"libtorch   does not load (from {torch.Origin})";
            yield break;
        }
        yield return $"libtorch   {torch.Version ?? "of unknown version"} from {torch.Origin}{(torch.Relaxed ? ", adapted to this libstdc++" : "")}, {torch.Threads} threads";
        var compute = report.Compute!;
        yield return $"products   {compute.DType} on {compute.Device}: {compute.Reason} ({compute.Float32Gflops:0} and {compute.Bfloat16Gflops:0} GFLOP/s in float32 and bfloat16)";
    }

    private static string Gigabytes(long bytes) => $"{bytes / (double)(1L << 30):0.0} GB";
}
