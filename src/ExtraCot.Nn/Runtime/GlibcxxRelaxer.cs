using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ExtraCot.Nn.Runtime;

/// <summary>
/// Copies an ELF library with its demand for <c>GLIBCXX_3.4.32</c> marked weak. That demand comes from one symbol that is
/// never relocated (libstdc++'s stream initialiser), so the library works on a libstdc++ of GCC 12 once the loader lets it in.
/// </summary>
internal static class GlibcxxRelaxer
{
    private const uint VersionHash = 0x0297f842; // ELF hash of "GLIBCXX_3.4.32"
    private const ushort WeakFlag = 2;            // VER_FLG_WEAK
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed

    /// <summary>The path of the relaxed copy in a per-user cache, named by the original's content hash.</summary>
    public static string RelaxedCopy(string library)
    {
        var bytes = File.ReadAllBytes(library);
        var name = $"LibTorchSharp-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}.so";
        var folder = Path.Combine(CacheFolder(), "extracot");
        var target = Path.Combine(folder, name);
        if (File.Exists(target)) return target;
        MarkWeak(bytes, library);
        Directory.CreateDirectory(folder);
        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, target, overwrite: true);
        return target;
    }

    internal static void MarkWeak(Span<byte> elf, string name)
    {
        var sections = (int)BinaryPrimitives.ReadUInt64LittleEndian(elf[0x28..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3A..]), count = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3C..]);
        for (var s = 0; s < count; s++)
        {
            var header = elf[(sections + s * size)..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != VersionNeedSection) continue;
            var need = (int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..]);
            while (true)
            {
                var entry = need + (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(need + 8)..]);
                for (var left = BinaryPrimitives.ReadUInt16LittleEndian(elf[(need + 2)..]); left > 0; left--)
                {
                    if (BinaryPrimitives.ReadUInt32LittleEndian(elf[entry..]) == VersionHash)
                    {
                        var flags = elf[(entry + 4)..];
                        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | WeakFlag));
                        return;
                    }
                    entry += (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(entry + 12)..]);
                }
                var next = (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(need + 12)..]);
                if (next == 0) break;
                need += next;
            }
        }
        throw new DllNotFoundException($"{name} does not load on this system, and not for want of GLIBCXX_3.4.32: run 'ldd {name}' to see what is missing.");
    }

    private static string CacheFolder()
    {
        var cache = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!string.IsNullOrEmpty(xdg)) return xdg;
        return string.IsNullOrEmpty(cache) ? Path.GetTempPath() : Path.Combine(cache, ".cache");
    }
}
