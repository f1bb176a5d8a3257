using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Models;
using ExtraCot.Text;

namespace ExtraCot.Benchmarks;

/// <summary>Times generation on the CPU: whole calls on all cores, and single steps on one core against the least they could cost.</summary>
public static class DecodeBenchmark
{
    private const int Batch = 64;
    private const int Context = 256;  // positions
    private const int Steps = 20;     // in one timing
    private const int Prompt = 70;    // tokens
    private const int NewTokens = 400;
    private const int Requests = 128;

    /// <summary>Runs everything five times and keeps the fastest of each.</summary>
    /// <param name="folder">A Hugging Face model folder.</param>
    /// <param name="cancellation">Checked between rounds.</param>
    /// <exception cref="InputException">The folder holds no model, or one that is too large for the CPU's vector kernels or too short for the measurement.</exception>
    public static DecodeBenchmarkResult Run(string folder, CancellationToken cancellation = default)
    {
        using var model = Qwen3Model.Load(folder);
        if (!DecodeProbe.Supports(model))
            throw new InputException($"{folder}: {model.ParameterCount:N0} parameters do not run through the CPU's vector kernels; this benchmark takes a smaller model");
        if (model.Config.MaxPositions < Prompt + NewTokens)
            throw new InputException($"{folder}: max_position_embeddings is {model.Config.MaxPositions}, expected at least {Prompt + NewTokens}");
        var (step64, floor64) = Batched(model, cancellation);
        var (step1, read1) = Single(model, cancellation);
        using var engine = InferenceEngine.For(model);
        var calls = BestOf.Five(
            cancellation, () => engine.Generate(Calls(model, newTokens: 1), cancellation: cancellation), () => engine.Generate(Calls(model, NewTokens), cancellation: cancellation),
            () => Calibration.Milliseconds());
        return new(
            step64 / floor64, read1 / step1, Requests * Prompt / calls[0], Requests * NewTokens / calls[1], step64 * 1e6, step1 * 1e6,
            calls[2] * 1e3, Environment.ProcessorCount);
    }

    // The floor: the bare weight products and one read of keys and values. Seconds a step.
    private static (double Step, double Floor) Batched(Qwen3Model model, CancellationToken cancellation)
    {
        using var probe = new DecodeProbe(model, Batch, Context);
        var best = BestOf.Five(cancellation, Repeated(probe.Step), Repeated(probe.Multiply), Repeated(probe.ReadCache));
        return (best[0] / Steps, (best[1] + best[2]) / Steps);
    }

    // A lone sequence's step against reading the same weights, keys and values. Seconds a step.
    private static (double Step, double Read) Single(Qwen3Model model, CancellationToken cancellation)
    {
        using var probe = new DecodeProbe(model, rows: 1, Context);
        var best = BestOf.Five(cancellation, Repeated(probe.Step), Repeated(() => { probe.ReadWeights(); probe.ReadCache(); }));
        return (best[0] / Steps, best[1] / Steps);
    }

    private static Action Repeated(Action work) => () =>
    {
        for (var i = 0; i < Steps; i++) work();
    };

    private static List<GenerationRequest> Calls(Qwen3Model model, int newTokens) => [.. Enumerable.Range(0, Requests).Select(request => new GenerationRequest(
        [.. Enumerable.Range(0, Prompt).Select(t => (t * 17 + request * 5) % model.Config.VocabularySize)],
        new SamplingOptions { MaxNewTokens = newTokens, Temperature = 0.7f, Seed = (ulong)request }))];
}
