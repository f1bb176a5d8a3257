using ExtraCot.Models;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using ExtraCot.Nn.Training;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Benchmarks;

/// <summary>Times an optimiser step of 8 sequences of 1,024 tokens on a GPU: float32 weights and moments, bfloat16 products.</summary>
public static class GpuTrainBenchmark
{
    private const int Rows = 8, Length = 1024, Large = 8192, Seed = 1;

    /// <summary>Runs everything as <see cref="BestOf"/> does and keeps the fastest call of each.</summary>
    /// <param name="nameOrFolder">A Hugging Face model folder, or the name of a shape, which gets random weights.</param>
    /// <param name="checkpointing">Whether activations are computed again in the backward pass.</param>
    /// <param name="cancellation">Checked between calls.</param>
    /// <exception cref="InputException">There is no such model.</exception>
    public static GpuTrainBenchmarkResult Run(string nameOrFolder, bool checkpointing, CancellationToken cancellation = default)
    {
        using var model = Directory.Exists(nameOrFolder) ? Qwen3Model.Load(nameOrFolder, device: CUDA) : Qwen3Model.Create(ModelShapes.Find(nameOrFolder), Seed, device: CUDA);
        (model.ComputeType, model.Checkpointing) = (ScalarType.BFloat16, checkpointing);
        using var scope = NewDisposeScope();
        using var replicas = new ModelReplicas<Qwen3Model>(model, 1);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions());
        var batch = Enumerable.Range(0, Rows).Select(row => new TrainingSequence([.. Enumerable.Range(0, Length + 1).Select(t => (t * 17 + row * 5) % model.Config.VocabularySize)])).ToList();
        var step = BestOf.Five(cancellation, Waiting(() => SequenceTrainer.Step(replicas, optimizer, batch, rate: 1e-6, maxNorm: 1)))[0];
        var peak = GpuMemory.Read() is { } memory ? memory.Total - memory.Free : 0;
        var (left, right) = (randn(Large, Large, dtype: bfloat16, device: CUDA), randn(Large, Large, dtype: bfloat16, device: CUDA));
        var rest = BestOf.Five(cancellation, Waiting(() => Update(replicas, optimizer)), Waiting(() => Square(left, right)));
        var rate = TrainingCost.Operations(model.Config, batch) / step;
        return new GpuTrainBenchmarkResult(
            Rows * Length / step, rate / (2.0 * Large * Large * Large / rest[1]), rate / 1e12, rest[0] / step, peak, step * 1e3, checkpointing);
    }

    private static Action Waiting(Action work) => () =>
    {
        work();
        cuda.synchronize();
    };

    private static void Update(ModelReplicas<Qwen3Model> replicas, AdamW optimizer)
    {
        replicas.Parameters.ClipGradients(1);
        optimizer.Step(1e-6);
    }

    private static void Square(Tensor left, Tensor right)
    {
        using var guard = no_grad();
        left.mm(right).Dispose();
    }
}
