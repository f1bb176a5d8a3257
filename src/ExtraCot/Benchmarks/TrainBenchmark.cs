using ExtraCot.Nn.Models;
using ExtraCot.Nn.Runtime;
using ExtraCot.Nn.Training;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Benchmarks;

/// <summary>
/// Times an optimiser step of 16 sequences of 256 tokens in float32 against the bare products of the same shapes: each weight's product forward
/// and its two backward, on as many threads, in turn with the step.
/// </summary>
public static class TrainBenchmark
{
    private const int Rows = 16, Length = 256, Tokens = Rows * Length, Large = 1024;

    /// <summary>Runs everything as <see cref="BestOf"/> does and keeps the fastest call of each.</summary>
    /// <param name="folder">A Hugging Face model folder.</param>
    /// <param name="cancellation">Checked between calls.</param>
    /// <exception cref="InputException">The folder holds no model, or one with fewer positions than the sequences are long.</exception>
    public static TrainBenchmarkResult Run(string folder, CancellationToken cancellation = default)
    {
        TorchRuntime.Initialize();
        using var model = Qwen3Model.Load(folder);
        if (model.Config.MaxPositions < Length) throw new InputException($"{folder}: max_position_embeddings is {model.Config.MaxPositions}, expected at least {Length}");
        var workers = Environment.ProcessorCount;
        using var scope = NewDisposeScope();
        using var replicas = new ModelReplicas<Qwen3Model>(model, workers);
        using var optimizer = new AdamW(replicas.Parameters, new AdamWOptions());
        var batch = Batch(model.Config.VocabularySize);
        var products = Enumerable.Range(0, workers).Select(_ => Shapes(model.Config, Tokens / workers)).ToList();
        var (left, right) = (randn(Large, Large), randn(Large, Large));
        var best = BestOf.Five(cancellation,
            () => SequenceTrainer.Step(replicas, optimizer, batch, rate: 1e-6, maxNorm: 1),
            () => TorchWorkers.Run(workers, worker => Multiply(products[worker], model.Config.Layers)),
            () => Update(replicas, optimizer),
            () => TorchWorkers.Run(workers, _ => Square(left, right)),
            () => Calibration.Milliseconds());
        var largeRate = workers * 2.0 * Large * Large * Large / best[3];
        return new(best[1] / best[0], TrainingCost.Operations(model.Config, batch) / best[0] / largeRate, best[2] / best[0], Tokens / best[0], PeakMemory.Bytes(),
            best[0] * 1e3, best[1] * 1e3, best[4] * 1e3, workers);
    }

    // Every token but the first is a target, as in the products.
    private static List<TrainingSequence> Batch(int vocabulary) =>
        [.. Enumerable.Range(0, Rows).Select(row => new TrainingSequence([.. Enumerable.Range(0, Length + 1).Select(t => (t * 17 + row * 5) % vocabulary)]))];

    private static List<(Tensor Input, Tensor Weight, Tensor Gradient, bool PerLayer)> Shapes(Qwen3Config config, int tokens)
    {
        int queries = config.Heads * config.HeadSize, d = config.HiddenSize, ff = config.IntermediateSize;
        (int In, int Out, bool PerLayer)[] shapes = [(d, queries + 2 * config.KeyValueHeads * config.HeadSize, true), (queries, d, true), (d, 2 * ff, true), (ff, d, true), (d, config.VocabularySize, false)];
        return [.. shapes.Select(shape => (randn(tokens, shape.In), randn(shape.Out, shape.In), randn(tokens, shape.Out), shape.PerLayer))];
    }

    private static bool Multiply(List<(Tensor Input, Tensor Weight, Tensor Gradient, bool PerLayer)> products, int layers)
    {
        using var guard = no_grad();
        foreach (var (input, weight, gradient, perLayer) in products)
            for (var i = 0; i < (perLayer ? layers : 1); i++)
            {
                using var scope = NewDisposeScope();
                nn.functional.linear(input, weight);
                gradient.mm(weight);
                gradient.t().mm(input);
            }
        return true;
    }

    private static void Update(ModelReplicas<Qwen3Model> replicas, AdamW optimizer)
    {
        replicas.Parameters.ClipGradients(1);
        optimizer.Step(1e-6);
    }

    private static bool Square(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        left.mm(right);
        return true;
    }
}
