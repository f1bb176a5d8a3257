using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace ExtraCot.Diagnostics;

/// <summary>The element type of matrix products on this machine, and why.</summary>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="DType"><c>float32</c> or <c>bfloat16</c>.</param>
/// <param name="Reason">The measurement in words.</param>
/// <param name="Float32Gflops">Measured billions of operations a second.</param>
/// <param name="Bfloat16Gflops">The same in bfloat16; a processor without instructions for it can be a hundred times slower.</param>
public sealed record ComputeChoice(string Device, string DType, string Reason, double Float32Gflops, double Bfloat16Gflops)
{
    // Casts around each product cost time as well, and a timing wavers: a smaller gain is none.
    private const double WorthIt = 1.2;
    private const int Rows = 256;

    /// <summary>Measures both types, in well under a second, and takes bfloat16 only where it is clearly faster.</summary>
    /// <param name="device">Where the products will run.</param>
    public static ComputeChoice Measure(torch.Device device)
    {
        var width = device.type == DeviceType.CUDA ? 4096 : 1024;
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var x = randn(Rows, width, device: device);
        var weight = randn(width, width, device: device);
        var (shortX, shortWeight) = (x.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16));
        // Turn about, so that other work on the machine slows both; the first round also pays for code generation.
        var (single, half, spent) = (double.MaxValue, double.MaxValue, Stopwatch.StartNew());
        for (var round = 0; round < 2 || (round < 20 && spent.ElapsedMilliseconds < 400); round++)
            (single, half) = (Math.Min(single, Seconds(x, weight)), Math.Min(half, Seconds(shortX, shortWeight)));
        var operations = 2.0 * Rows * width * width / 1e9;
        return Decide(device.type == DeviceType.CUDA ? "cuda" : "cpu", operations / single, operations / half);
    }

    internal static ComputeChoice Decide(string device, double float32, double bfloat16)
    {
        var faster = bfloat16 >= WorthIt * float32;
        var factor = faster ? bfloat16 / float32 : float32 / bfloat16;
        var reason = faster
            ? $"bfloat16 products measured {factor:0.0} times as fast as float32"
            : bfloat16 > float32
                ? "bfloat16 products measured hardly faster than float32"
                : $"float32 products measured {factor:0.0} times as fast as bfloat16";
        return new ComputeChoice(device, faster ? "bfloat16" : "float32", reason, Math.Round(float32), Math.Round(bfloat16));
    }

    private static double Seconds(Tensor x, Tensor weight)
    {
        var start = Stopwatch.GetTimestamp();
        using var product = nn.functional.linear(x, weight);
        // Reading a number waits for the device.
        using var corner = product[0, 0].to(ScalarType.Float32);
        _ = corner.item<float>();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
