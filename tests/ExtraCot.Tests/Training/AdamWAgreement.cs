using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

/// <summary>Steps of AdamW by libtorch's fused operation against those of the own pass over memory.</summary>
internal static class AdamWAgreement
{
    internal static void Check(Device device)
    {
        using var generator = new Generator(3);
        Tensor Vector() => randn(1000, generator: generator);
        var (values, first, second) = (Vector(), zeros(1000), zeros(1000));
        var (theirs, theirFirst, theirSecond) = (values.to(device, copy: true), first.to(device, copy: true), second.to(device, copy: true));
        for (var step = 1; step <= 5; step++)
        {
            var gradients = Vector();
            var update = new AdamWUpdate(1e-2, step, new AdamWOptions { WeightDecay = .1, Beta2 = .95 });
            update.InOnePass(values, gradients, first, second, decayed: 700);
            update.InOperations(theirs, gradients.to(device), theirFirst, theirSecond, decayed: 700);
        }
        Golden.AssertClose(values, theirs.cpu(), 1e-6);
        Golden.AssertClose(first, theirFirst.cpu(), 1e-6);
        Golden.AssertClose(second, theirSecond.cpu(), 1e-6);
    }
}
