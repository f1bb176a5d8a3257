using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

internal static class TensorAssert
{
    /// <summary>Equal shapes, and every element within an absolute tolerance.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var worst = (expected - actual).abs().max().item<float>();
        Assert.True(worst <= tolerance, $"largest difference {worst:g3}, allowed {tolerance:g3}"); // NaN fails too
    }

    /// <summary>Within a relative tolerance, or an absolute one where the expected value is rounding noise.</summary>
    public static void Close(double expected, double actual, double relative, double absolute = 0, string what = "value") =>
        Assert.True(Math.Abs(expected - actual) <= Math.Max(relative * Math.Abs(expected), absolute), $"{what}: expected {expected:g9}, got {actual:g9}");
}
