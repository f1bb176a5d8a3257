using ExtraCot.Nn.Layers;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Models;

public class SharedModelTests
{
    [Fact]
    public void Workers_can_share_a_rotary_table_while_it_grows()
    {
        for (var round = 0; round < 20; round++)
        {
            using var table = new RotaryTable([1, .1f, .01f, .001f]);
            Parallel.For(0, 8, worker =>
            {
                for (var length = 600 * (worker % 2 + 1); length < 20_000; length *= 2)
                {
                    using var scope = NewDisposeScope();
                    var turns = table.At(arange(length), length).abs();
                    Assert.Equal(4.0 * length, (turns * turns).sum(ScalarType.Float64).item<double>(), 1e-2 * length);
                }
            });
        }
    }
}
