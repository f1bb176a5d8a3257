using System.Collections.Concurrent;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Models;
using ExtraCot.Tests.Support;
using TorchSharp;

namespace ExtraCot.Tests.Generation;

/// <summary>Models of the repository and of the reference data.</summary>
internal static class SimdModels
{
    internal static readonly Lazy<Qwen3Model> SmallBase = new(() => Qwen3Model.Load(Repository.Path("models", "small-base")));

    private static readonly ConcurrentDictionary<string, Lazy<Qwen3Model>> Loaded = new();

    internal static Qwen3Model Load(params string[] folder) =>
        Loaded.GetOrAdd(SharedData.Path(folder), path => new(() => Qwen3Model.Load(path))).Value;

    internal static DecoderWeights Weights(params string[] folder) => new(Load(folder));

    internal static float[] Floats(torch.Tensor tensor)
    {
        using (tensor)
        using (var single = tensor.detach().to(torch.float32))
            return single.data<float>().ToArray();
    }

    internal static InferenceEngine Engine(string[] folder, int rows = 0, int threads = 2) =>
        InferenceEngine.For(Load(folder), new EngineOptions { Rows = rows, Threads = threads });
}
