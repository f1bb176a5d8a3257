using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Models;
using ExtraCot.Tests.Support;
using TorchSharp;

namespace ExtraCot.Tests.Generation;

/// <summary>Models of the repository and of the reference data.</summary>
internal static class SimdModels
{
    internal static readonly Lazy<Qwen3Model> SmallBase = new(() => Qwen3Model.Load(Path.Combine(Root(), "models", "small-base")));

    internal static Qwen3Model Load(params string[] folder) => Qwen3Model.Load(SharedData.Path(folder));

    internal static DecoderWeights Weights(params string[] folder)
    {
        using var model = Load(folder);
        return new DecoderWeights(model);
    }

    internal static float[] Floats(torch.Tensor tensor)
    {
        using (tensor)
        using (var single = tensor.detach().to(torch.float32))
            return single.data<float>().ToArray();
    }

    internal static InferenceEngine Engine(string[] folder, int rows = 0, int threads = 2)
    {
        using var model = Load(folder);
        return InferenceEngine.For(model, new EngineOptions { Rows = rows, Threads = threads });
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ExtraCot.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
