using System.CommandLine;
using ExtraCot.Nn.Runtime;

namespace ExtraCot.Cli;

/// <summary>Where a benchmark runs.</summary>
internal static class DeviceOption
{
    internal static Option<string> Create() => new("--device") { Description = "cpu (default) or cuda.", DefaultValueFactory = _ => "cpu" };

    /// <summary>Whether a GPU was asked for.</summary>
    /// <exception cref="ExtraCot.Text.InputException">Another device, or there is no GPU.</exception>
    internal static bool IsGpu(string device) => TorchRuntime.Parse(device, "--device").type == TorchSharp.DeviceType.CUDA;
}
