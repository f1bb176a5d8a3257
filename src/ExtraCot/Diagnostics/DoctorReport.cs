namespace ExtraCot.Diagnostics;

/// <summary>What <c>extracot doctor</c> found out about this machine.</summary>
/// <param name="Version">This program's version.</param>
/// <param name="System">Operating system, runtime and memory.</param>
/// <param name="Cpu">The processor.</param>
/// <param name="LibTorch">The tensor library.</param>
/// <param name="Compute">The element type of matrix products; null where libtorch does not load.</param>
/// <param name="Gpus">Graphics processors that the driver shows.</param>
/// <param name="Disk">Space where runs are written.</param>
/// <param name="Problems">What is missing; empty when all is well.</param>
public sealed record DoctorReport(
    string Version,
    SystemFacts System,
    CpuFacts Cpu,
    LibTorchFacts LibTorch,
    ComputeChoice? Compute,
    IReadOnlyList<GpuFacts> Gpus,
    DiskFacts Disk,
    IReadOnlyList<Problem> Problems);
