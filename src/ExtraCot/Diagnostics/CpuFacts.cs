using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace ExtraCot.Diagnostics;

/// <summary>The processor.</summary>
/// <param name="Name">As it calls itself.</param>
/// <param name="Processors">Logical processors this process may use; a container's limit counts.</param>
/// <param name="Features">Those that decide how fast matrix products run, in the kernel's spelling.</param>
public sealed record CpuFacts(string Name, int Processors, IReadOnlyList<string> Features)
{
    internal static CpuFacts Read() => new(ReadName(), Environment.ProcessorCount, [.. ReadFeatures()]);

    private static IEnumerable<string> ReadFeatures()
    {
        if (Avx2.IsSupported) yield return "avx2";
        if (Fma.IsSupported) yield return "fma";
        if (Avx512F.IsSupported) yield return "avx512f";
        if (AvxVnni.IsSupported) yield return "avx_vnni";
        if (AdvSimd.IsSupported) yield return "asimd";
        if (Dp.IsSupported) yield return "asimddp";
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7) yield break;
        if (Avx512F.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0) yield return "avx512_bf16";
        if ((X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0) yield return "amx_bf16";
    }

    private static string ReadName()
    {
        const int extended = unchecked((int)0x80000000), last = unchecked((int)0x80000004);
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(extended, 0).Eax < unchecked((uint)last))
            return RuntimeInformation.ProcessArchitecture.ToString();
        // Three leaves of four registers hold the brand string.
        var brand = new int[12];
        for (var leaf = 0; leaf < 3; leaf++)
            (brand[4 * leaf], brand[4 * leaf + 1], brand[4 * leaf + 2], brand[4 * leaf + 3]) = X86Base.CpuId(extended + 2 + leaf, 0);
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(brand.AsSpan())).TrimEnd('\0').Trim();
    }
}
