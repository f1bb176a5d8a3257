using ExtraCot.Nn.Weights;
using TorchSharp;
using Xunit;

namespace ExtraCot.Tests.Support;

/// <summary>Reference tensors and the comparison with them.</summary>
internal static class Golden
{
    public static SafetensorsFile Open(params string[] parts) => new(SharedData.Path(["golden", .. parts]));

    /// <summary>Fails unless every element differs by at most <paramref name="absolute"/> plus <paramref name="relative"/> of the reference.</summary>
    public static void AssertClose(torch.Tensor expected, torch.Tensor actual, double absolute, double relative = 0)
    {
        Assert.Equal(expected.shape, actual.shape);
        using var scope = torch.NewDisposeScope();
        var reference = expected.to(torch.float64);
        var excess = (actual.detach().to(torch.float64) - reference).abs() - absolute - relative * reference.abs();
        Assert.False(excess.isnan().any().item<bool>(), "NaN");
        var worst = excess.max().item<double>();
        Assert.True(worst <= 0, $"an element exceeds the tolerance ({absolute} + {relative}·|x|) by {worst:g3}");
    }
}
