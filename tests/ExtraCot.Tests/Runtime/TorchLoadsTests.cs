using TorchSharp;
using Xunit;

namespace ExtraCot.Tests.Runtime;

public class TorchLoadsTests
{
    [Fact]
    public void Should_load_libtorch_and_multiply()
    {
        using var scope = torch.NewDisposeScope();
        ExtraCot.Nn.Runtime.TorchRuntime.Initialize(threads: 2);
        var product = torch.ones(2, 3).mm(torch.ones(3, 2));
        Assert.Equal(3f, product[0, 0].item<float>());
    }
}
