using ExtraCot.Models;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Benchmarks;

/// <summary>Times whole calls of the engine in bfloat16 on a GPU: prompts of 128 tokens, 128 new tokens each.</summary>
public static class GpuDecodeBenchmark
{
    private const int Batch = 64, Prompt = 128, NewTokens = 128, PlainTokens = 16, Seed = 1;

    /// <summary>Runs everything as <see cref="BestOf"/> does and keeps the fastest call of each.</summary>
    /// <param name="nameOrFolder">A Hugging Face model folder, or the name of a shape, which gets random weights.</param>
    /// <param name="cancellation">Checked between calls.</param>
    /// <exception cref="Text.InputException">There is no such model.</exception>
    public static GpuDecodeBenchmarkResult Run(string nameOrFolder, CancellationToken cancellation = default)
    {
        using var model = Directory.Exists(nameOrFolder)
            ? Qwen3Model.Load(nameOrFolder, ScalarType.BFloat16, CUDA)
            : Qwen3Model.Create(ModelShapes.Find(nameOrFolder), Seed, ScalarType.BFloat16, CUDA);
        model.ComputeType = ScalarType.BFloat16;
        using var engine = InferenceEngine.For(model, new EngineOptions { Rows = Batch });
        var tokens = InferenceEngine.RecordsSteps ? NewTokens : PlainTokens; // a step is some twenty times as long without
        Action Calls(int rows, int newTokens, float temperature) => () => engine.Generate(Requests(model, rows, newTokens, temperature), cancellation: cancellation);
        var best = BestOf.Five(cancellation, Calls(1, 1, 0), Calls(1, tokens, 0), Calls(Batch, 1, 0), Calls(Batch, tokens, 0), Calls(Batch, tokens, .7f));
        var (single, batch, sampled) = ((best[1] - best[0]) / (tokens - 1), (best[3] - best[2]) / (tokens - 1), (best[4] - best[2]) / (tokens - 1));
        return new GpuDecodeBenchmarkResult(
            tokens / best[1], Batch * tokens / best[3], Batch * tokens / best[4], single * 1e3, batch * 1e3, sampled * 1e3, Batch * Prompt / best[2], tokens,
            InferenceEngine.RecordsSteps ? "recorded as CUDA graphs" : $"not recorded: {InferenceEngine.RecordingProblem}");
    }

    private static List<GenerationRequest> Requests(Qwen3Model model, int requests, int newTokens, float temperature) => [.. Enumerable.Range(0, requests).Select(request => new GenerationRequest(
        [.. Enumerable.Range(0, Prompt).Select(t => (t * 17 + request * 5 + 1) % model.Config.VocabularySize)],
        new SamplingOptions { MaxNewTokens = newTokens, Temperature = temperature, Seed = (ulong)request }))];
}
