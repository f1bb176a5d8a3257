using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ExtraCot.Nn.Runtime;

/// <summary>
/// Makes TorchSharp's native library load wherever .NET runs. Two cases need help: the packaged
/// <c>libLibTorchSharp.so</c> asks for a newer libstdc++ than Debian 12 and Ubuntu 22.04 have, and a user may name an existing
/// PyTorch's <c>torch/lib</c> folder (CUDA included) in <c>EXTRACOT_LIBTORCH</c>. The package's own files stay untouched.
/// </summary>
public static class NativeResolver
{
    /// <summary>Names the <c>torch/lib</c> folder of an existing PyTorch.</summary>
    public const string FolderVariable = "EXTRACOT_LIBTORCH";

    private static readonly Lock Gate = new();
    private static nint handle;

    /// <value>Where libtorch came from, in words, for <c>extracot doctor</c>.</value>
    public static string Origin { get; private set; } = "the application's folder (NuGet package)";

    /// <value>True when the packaged library had to be relaxed for this machine's libstdc++.</value>
    public static bool Relaxed { get; private set; }

#pragma warning disable CA2255 // The hook must be in place before anyone's first TorchSharp call.
    [ModuleInitializer]
    internal static void Install()
    {
        if (!OperatingSystem.IsLinux()) return;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => name == "LibTorchSharp" ? Resolve() : 0;
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (!string.IsNullOrEmpty(folder)) LoadFrom(folder);
    }
#pragma warning restore CA2255

    // Called only where the loader refused the packaged library.
    private static nint Resolve()
    {
        lock (Gate)
        {
            if (handle != 0) return handle;
            var folder = AppContext.BaseDirectory;
            var packaged = Find(folder, "libLibTorchSharp.so");
            if (packaged is null) return 0;
            var natives = Path.GetDirectoryName(packaged)!;
            foreach (var library in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
            {
                var path = Find(folder, library) ?? Path.Combine(natives, library);
                if (File.Exists(path)) NativeLibrary.Load(path);
            }
            handle = NativeLibrary.Load(GlibcxxRelaxer.RelaxedCopy(packaged));
            Relaxed = true;
            return handle;
        }
    }

    // With an existing PyTorch its libraries must be in the process before TorchSharp looks for its own.
    private static void LoadFrom(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "libtorch_cpu.so")))
            throw new DllNotFoundException($"{FolderVariable}={folder}: no libtorch_cpu.so there; name the torch/lib folder of a PyTorch installation.");
        PreloadCudaPackages(folder);
        foreach (var library in new[] { "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so" })
        {
            var path = Path.Combine(folder, library);
            if (File.Exists(path)) NativeLibrary.Load(path);
        }
        Origin = folder;
        var packaged = Find(AppContext.BaseDirectory, "libLibTorchSharp.so");
        if (packaged is null) return;
        if (!NativeLibrary.TryLoad(packaged, out handle))
        {
            handle = NativeLibrary.Load(GlibcxxRelaxer.RelaxedCopy(packaged));
            Relaxed = true;
        }
        // TorchSharp's first probe goes through the assembly's resolver, so hand it the library that is already in.
        NativeLibrary.SetDllImportResolver(typeof(TorchSharp.torch).Assembly, (name, _, _) => name == "LibTorchSharp" ? handle : 0);
    }

    /// <summary>A library of the libtorch in use, for what TorchSharp does not bind.</summary>
    /// <exception cref="DllNotFoundException">It is not there.</exception>
    internal static nint Library(string file)
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        return NativeLibrary.Load(string.IsNullOrEmpty(folder) ? Find(AppContext.BaseDirectory, file) ?? file : Path.Combine(folder, file));
    }

    // pip keeps CUDA's libraries beside torch in nvidia/*/lib; they depend on one another, so load until nothing more goes in.
    private static void PreloadCudaPackages(string folder)
    {
        var nvidia = Path.GetFullPath(Path.Combine(folder, "..", "..", "nvidia"));
        if (!Directory.Exists(nvidia)) return;
        var waiting = Directory.GetFiles(nvidia, "lib*.so*", SearchOption.AllDirectories).Where(path => !path.Contains("/stubs/", StringComparison.Ordinal)).ToList(); // stubs are for linking alone
        while (waiting.RemoveAll(path => NativeLibrary.TryLoad(path, out _)) > 0) { }
    }

    private static string? Find(string folder, string file)
    {
        string[] places = [Path.Combine(folder, file), Path.Combine(folder, "runtimes", "linux-x64", "native", file)];
        return Array.Find(places, File.Exists);
    }
}
