using ExtraCot.Benchmarks;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using ExtraCot.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace ExtraCot.Tests.Training;

[Collection(Alone.Name)]
public class TrainingMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_predict_the_measured_peak_within_fifteen_percent(bool checkpointing)
    {
        Assert.SkipUnless(File.Exists("/proc/self/clear_refs"), "the peak can be measured on Linux alone");
        var config = new Qwen3Config { VocabularySize = 512, HiddenSize = 256, IntermediateSize = 1024, Layers = checkpointing ? 12 : 6, Heads = 4, KeyValueHeads = 2, HeadSize = 64, MaxPositions = 512 };
        var batch = Enumerable.Range(0, 16).Select(row => new TrainingSequence([.. Enumerable.Range(0, 257).Select(t => (t * 17 + row) % 512)])).ToList();
        Step(config, batch[..1], checkpointing); // compiles and loads
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = PeakMemory.Now();
        File.WriteAllText("/proc/self/clear_refs", "5"); // the peak begins anew
        Step(config, batch, checkpointing);
        var measured = PeakMemory.Bytes() - before;
        var predicted = TrainingMemory.Estimate(config, 16 * 256, checkpointing).Total;
        Assert.True(Math.Abs(predicted - measured) <= .15 * measured, $"predicted {predicted / 1e6:0.0} MB, measured {measured / 1e6:0.0} MB");
    }

    private static void Step(Qwen3Config config, List<TrainingSequence> batch, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        using var model = Qwen3Model.Create(config, 1);
        model.Checkpointing = checkpointing;
        using var replicas = new ModelReplicas<Qwen3Model>(model, 1);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions());
        SequenceTrainer.Step(replicas, optimizer, batch, 1e-4, 1);
        SequenceTrainer.Step(replicas, optimizer, batch, 1e-4, 1);
    }
}
