using System.Reflection;
using ExtraCot.Nn.Runtime;
using TorchSharp;

namespace ExtraCot.Diagnostics;

/// <summary>Finds out what this machine has, what it lacks and how to mend that.</summary>
public static class Doctor
{
    private const long Gigabyte = 1L << 30;
    private const string PyTorchFolder = """EXTRACOT_LIBTORCH="$(python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')" """;

    /// <summary>Examines the machine; takes about a second, most of it for loading libtorch.</summary>
    public static DoctorReport Examine()
    {
        var system = SystemFacts.Read();
        var libTorch = LibTorchFacts.Read();
        var gpus = GpuFacts.Read();
        var disk = DiskFacts.Read(Environment.CurrentDirectory);
        var compute = libTorch.Loaded ? ComputeChoice.Measure(libTorch.Cuda ? torch.CUDA : torch.CPU) : null;
        return new DoctorReport(Version(), system, CpuFacts.Read(), libTorch, compute, gpus, disk, Problems(system, libTorch, gpus, disk));
    }

    internal static IReadOnlyList<Problem> Problems(SystemFacts system, LibTorchFacts libTorch, IReadOnlyList<GpuFacts> gpus, DiskFacts disk)
    {
        List<Problem> problems = [];
        if (!libTorch.Loaded) problems.Add(new Problem($"libtorch does not load: {libTorch.Error}", MendLibTorch(), Fatal: true));
        if (libTorch.Loaded && gpus.Count > 0 && !libTorch.Cuda)
            problems.Add(new Problem(
                $"the GPU ({gpus[0].Name}) is not used, because this libtorch computes on the CPU alone",
                $"python3 -m pip install torch && export {PyTorchFolder.TrimEnd()}", Fatal: false));
        if (system.MemoryBytes < 2 * Gigabyte)
            problems.Add(new Problem("less than 2 GB of memory: training may be killed", "free -h", Fatal: false));
        if (disk.FreeBytes < 2 * Gigabyte)
            problems.Add(new Problem($"less than 2 GB free in {disk.Folder}: a run may not fit", $"du -xh --max-depth=2 \"{disk.Folder}\" | sort -h | tail", Fatal: false));
        return problems;
    }

    /// <summary>The Debian packages that hold what <c>ldd</c> did not find; empty where nothing known is missing.</summary>
    /// <param name="listing">What <c>ldd</c> printed.</param>
    internal static IReadOnlyList<string> MissingPackages(string listing) =>
        [.. listing.Split('\n').Where(line => line.Contains("not found", StringComparison.Ordinal))
            .Select(line => line.TrimStart().Split(' ')[0])
            .Select(library => library switch
            {
                "libstdc++.so.6" => "libstdc++6",
                "libgcc_s.so.1" => "libgcc-s1",
                "libgomp.so.1" => "libgomp1",
                _ => "",
            })
            .Where(package => package.Length > 0).Distinct()];

    private static string MendLibTorch()
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(NativeResolver.FolderVariable)))
            return $"unset {NativeResolver.FolderVariable}, or export {PyTorchFolder.TrimEnd()}";
        var library = Array.Find(
            [Path.Combine(AppContext.BaseDirectory, "libtorch_cpu.so"), Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libtorch_cpu.so")],
            File.Exists);
        if (library is not null && GpuFacts.Ask("ldd", library) is { } listing && MissingPackages(listing) is { Count: > 0 } packages)
            return $"apt-get install -y {string.Join(' ', packages)}";
        return $"python3 -m pip install torch --index-url https://download.pytorch.org/whl/cpu && export {PyTorchFolder.TrimEnd()}";
    }

    private static string Version() =>
        typeof(Doctor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
