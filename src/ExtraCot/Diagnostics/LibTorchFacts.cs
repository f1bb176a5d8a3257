using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ExtraCot.Nn.Runtime;
using TorchSharp;

namespace ExtraCot.Diagnostics;

/// <summary>The tensor library.</summary>
/// <param name="Loaded">True when it works.</param>
/// <param name="Version">libtorch's own version; null where it does not tell.</param>
/// <param name="Origin">The package, or the folder named in <c>EXTRACOT_LIBTORCH</c>.</param>
/// <param name="Path">The library file in use; null where none is loaded.</param>
/// <param name="Relaxed">True where TorchSharp's library had to be adapted to this machine's older libstdc++.</param>
/// <param name="Threads">Threads of one operation.</param>
/// <param name="Cuda">True when this libtorch computes on a GPU.</param>
/// <param name="Error">Why it does not load, in one line; null when it does.</param>
public sealed record LibTorchFacts(bool Loaded, string? Version, string Origin, string? Path, bool Relaxed, int Threads, bool Cuda, string? Error)
{
    internal static LibTorchFacts Read()
    {
        try
        {
            return Load();
        }
#pragma warning disable CA1031 // Whatever keeps libtorch from loading is what the doctor is asked about.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            while (failure is TypeInitializationException && failure.InnerException is { } inner) failure = inner;
            var named = Environment.GetEnvironmentVariable(NativeResolver.FolderVariable);
            var origin = string.IsNullOrEmpty(named) ? "NuGet package" : $"{NativeResolver.FolderVariable}={named}";
            return new LibTorchFacts(false, null, origin, null, false, 0, false, failure.Message.Split('\n', 2)[0].TrimEnd());
        }
    }

    // Not inlined: the libraries' static constructors must run inside the caller's try block.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static LibTorchFacts Load()
    {
        TorchRuntime.Initialize();
        using (var probe = torch.ones(1)) _ = probe.item<float>();
        using var process = Process.GetCurrentProcess();
        var path = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .FirstOrDefault(file => System.IO.Path.GetFileNameWithoutExtension(file) is "libtorch_cpu" or "torch_cpu");
        return new LibTorchFacts(true, ReadVersion(path), NativeResolver.Origin, path, NativeResolver.Relaxed, torch.get_num_threads(), torch.cuda.is_available(), null);
    }

    // libtorch's stable C interface packs major, minor and patch into the upper three bytes.
    private static string? ReadVersion(string? path)
    {
        if (path is null || !NativeLibrary.TryGetExport(NativeLibrary.Load(path), "aoti_torch_abi_version", out var address)) return null;
        var version = Marshal.GetDelegateForFunctionPointer<VersionFunction>(address)();
        return $"{version >> 56}.{(version >> 48) & 0xFF}.{(version >> 40) & 0xFF}";
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate ulong VersionFunction();
}
