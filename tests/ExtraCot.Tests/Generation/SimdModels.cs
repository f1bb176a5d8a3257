using System.Text.Json;
using ExtraCot.Nn.Generation;
using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Weights;
using ExtraCot.Tests.Support;
using TorchSharp;

namespace ExtraCot.Tests.Generation;

/// <summary>Engines over reference checkpoints.</summary>
internal static class SimdModels
{
    internal static DecoderWeights Weights(params string[] folder)
    {
        var path = SharedData.Path(folder);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(path, "config.json")));
        var config = document.RootElement;
        int Size(string name) => config.GetProperty(name).GetInt32();
        var theta = config.TryGetProperty("rope_theta", out var flat) ? flat : config.GetProperty("rope_parameters").GetProperty("rope_theta");
        var shape = new DecoderShape(Size("vocab_size"), Size("hidden_size"), Size("num_hidden_layers"), Size("num_attention_heads"),
            Size("num_key_value_heads"), Size("head_dim"), Size("intermediate_size"), config.GetProperty("rms_norm_eps").GetSingle(), theta.GetSingle());
        using var file = new CheckpointWeights(path);
        return new DecoderWeights(shape, name => Floats(file.Read(name)), config.GetProperty("tie_word_embeddings").GetBoolean());
    }

    internal static float[] Floats(torch.Tensor tensor)
    {
        using (tensor)
        using (var single = tensor.to(torch.float32))
            return single.data<float>().ToArray();
    }

    internal static InferenceEngine Engine(string[] folder, int rows = 0, int threads = 2) =>
        new(new SimdBackend(Weights(folder), 1024, threads), new EngineOptions { Rows = rows });
}
