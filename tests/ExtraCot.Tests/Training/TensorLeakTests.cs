using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Models;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

[Collection(Alone.Name)]
public class TensorLeakTests
{
    [Fact]
    public void Should_not_keep_tensors_over_training_steps()
    {
        using var model = Qwen3LossTests.SmallModel();
        using var replicas = new ModelReplicas<Qwen3Model>(model, 2);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions());
        var batch = Enumerable.Range(0, 4).Select(_ => new TrainingSequence([1, 2, 3, 4, 5, 6])).ToList();
        long Step()
        {
            SequenceTrainer.Step(replicas, optimizer, batch, 1e-3, 1);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
        Step();
        var before = Step();
        for (var step = 0; step < 20; step++) Step();
        Assert.Equal(before, Step());
    }
}
