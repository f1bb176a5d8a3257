using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

public class AdamWTests
{
    [Fact]
    public void Should_step_as_the_fused_operation_does()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        AdamWAgreement.Check(CPU);
    }
}
