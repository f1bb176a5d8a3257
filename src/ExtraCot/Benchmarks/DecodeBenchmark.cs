using System.Diagnostics;
using ExtraCot.Models;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Models;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Benchmarks;

/// <summary>Times generation on the CPU: single steps against the least they could cost, and whole calls.</summary>
public static class DecodeBenchmark
{
    private const int Batch = 64;
    private const int Context = 256;  // positions
    private const int Prompt = 70;    // tokens
    private const int Seed = 1;
    private const double RoundSeconds = 0.25; // a timing repeats short steps for so long
    private const int NewTokens = 400; // of a small model's whole calls

    /// <summary>Runs everything as <see cref="BestOf"/> does and keeps the fastest call of each.</summary>
    /// <param name="nameOrFolder">A Hugging Face model folder, or the name of a shape, which gets random weights.</param>
    /// <param name="dtype">Type of the matrices: float32 or bfloat16, or null to take what this processor runs faster (for a small model float32).</param>
    /// <param name="cancellation">Checked between calls.</param>
    /// <exception cref="InputException">There is no such model, or it is too short for the measurement.</exception>
    public static DecodeBenchmarkResult Run(string nameOrFolder, ScalarType? dtype = null, CancellationToken cancellation = default)
    {
        var shape = ModelShapes.Find(nameOrFolder);
        if (shape.MaxPositions < 2 * Context) throw new InputException($"{nameOrFolder}: max_position_embeddings is {shape.MaxPositions}, expected at least {2 * Context}");
        var (type, reason) = dtype is { } asked ? (asked, "asked for") : Choose(shape, cancellation);
        using var model = Directory.Exists(nameOrFolder) ? Qwen3Model.Load(nameOrFolder, type) : Qwen3Model.Create(shape, Seed, type);
        if (!DecodeProbe.Supports(model)) throw new InputException($"{nameOrFolder}: the CPU's vector kernels do not suit this model (sizes that are no multiples of 16)");
        var (step1, read1, bytes) = Single(model, cancellation);
        var (step64, floor64, threads) = Batched(model, cancellation);
        using var engine = InferenceEngine.For(model, new EngineOptions { CacheBytes = 8L << 30 });
        // A large model's calls would take minutes, and decode as its steps do.
        var small = threads == 1;
        var requests = small ? 128 : 2;
        double[] calls = BestOf.Five(
            cancellation, () => engine.Generate(Calls(model, requests, newTokens: 1), cancellation: cancellation),
            () => { if (small) engine.Generate(Calls(model, requests, NewTokens), cancellation: cancellation); }, () => Calibration.Milliseconds());
        var decode = small ? requests * NewTokens / calls[1] : Batch / step64;
        return new(
            step64 / floor64, read1 / step1, requests * Prompt / calls[0], decode, step64 * 1e6, step1 * 1e6, bytes / read1 / 1e9,
            WeightType.Name(type), reason, threads, calls[2] * 1e3, Environment.ProcessorCount);
    }

    /// <summary>A step waits for the weights, so what counts is how fast one layer's products are in each type.</summary>
    private static (ScalarType Type, string Reason) Choose(Qwen3Config shape, CancellationToken cancellation)
    {
        double Time(ScalarType type)
        {
            // One layer and a short vocabulary, yet more than a processor's own cache holds.
            using var model = Qwen3Model.Create(shape with { Layers = Math.Min(shape.Layers, 8), VocabularySize = Math.Min(shape.VocabularySize, 32_000) }, Seed, type);
            using var probe = new DecodeProbe(model, rows: 1, context: 2);
            return BestOf.Five(cancellation, probe.Multiply)[0];
        }
        if (shape.ParameterCount < 50_000_000) return (ScalarType.Float32, "a small model's weights stay in the processor's cache");
        var (single, half) = (Time(ScalarType.Float32), Time(ScalarType.BFloat16));
        return half < single
            ? (ScalarType.BFloat16, $"products of one row measured {single / half:0.00} times as fast as in float32")
            : (ScalarType.Float32, $"products of one row measured {half / single:0.00} times as fast as in bfloat16");
    }

    // The floor: the bare weight products and one read of keys and values. Seconds a step.
    private static (double Step, double Floor, int Threads) Batched(Qwen3Model model, CancellationToken cancellation)
    {
        using var probe = new DecodeProbe(model, Batch, Context);
        var steps = Repeats(probe.Step);
        var best = BestOf.Five(cancellation, Repeated(probe.Step, steps), Repeated(probe.Multiply, steps), Repeated(probe.ReadCache, steps));
        return (best[0] / steps, (best[1] + best[2]) / steps, probe.Threads);
    }

    // A lone sequence's step against reading the same weights, keys and values. Seconds a step.
    private static (double Step, double Read, double Bytes) Single(Qwen3Model model, CancellationToken cancellation)
    {
        using var probe = new DecodeProbe(model, rows: 1, Context);
        var steps = Repeats(probe.Step);
        var best = BestOf.Five(cancellation, Repeated(probe.Step, steps), Repeated(() => { probe.ReadWeights(); probe.ReadCache(); }, steps));
        var config = model.Config;
        return (best[0] / steps, best[1] / steps, probe.WeightBytes + 8.0 * Context * config.Layers * config.KeyValueHeads * config.HeadSize);
    }

    private static int Repeats(Action step)
    {
        step();
        var started = Stopwatch.GetTimestamp();
        step();
        return Math.Clamp((int)(RoundSeconds / Stopwatch.GetElapsedTime(started).TotalSeconds), 1, 1000);
    }

    private static Action Repeated(Action work, int times) => () =>
    {
        for (var i = 0; i < times; i++) work();
    };

    private static List<GenerationRequest> Calls(Qwen3Model model, int requests, int newTokens) => [.. Enumerable.Range(0, requests).Select(request => new GenerationRequest(
        [.. Enumerable.Range(0, Prompt).Select(t => (t * 17 + request * 5) % model.Config.VocabularySize)],
        new SamplingOptions { MaxNewTokens = newTokens, Temperature = 0.7f, Seed = (ulong)request }))];
}
