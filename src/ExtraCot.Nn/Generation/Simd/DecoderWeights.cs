using System.Runtime.InteropServices;
using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>A float32 copy of a model's weights, laid out for the CPU's vector units; shared by all runners of a call.</summary>
internal sealed class DecoderWeights : IDisposable
{
    private readonly Qwen3Model model;

    /// <param name="model">Read now and at every <see cref="Refresh"/>; not disposed here.</param>
    internal DecoderWeights(Qwen3Model model)
    {
        this.model = model;
        Embedding = new float[Shape.VocabularySize * Shape.HiddenSize];
        Layers = [.. Enumerable.Range(0, Shape.Layers).Select(_ => new LayerWeights(Shape))];
        FinalNorm = new float[Shape.HiddenSize];
        Head = new PackedMatrix(Shape.VocabularySize, Shape.HiddenSize);
        Refresh();
    }

    internal Qwen3Config Shape => model.Config;

    /// <summary>[vocabulary, hidden]</summary>
    internal float[] Embedding { get; }

    internal IReadOnlyList<LayerWeights> Layers { get; }

    /// <summary>[hidden]</summary>
    internal float[] FinalNorm { get; }

    internal PackedMatrix Head { get; }

    /// <summary>Takes over the model's present weights.</summary>
    internal void Refresh()
    {
        using var scope = NewDisposeScope();
        var tensors = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        for (var i = 0; i < Layers.Count; i++)
        {
            var layer = Layers[i];
            Tensor Named(string name) => tensors[$"model.layers.{i}.{name}.weight"];
            Copy(Named("input_layernorm"), layer.InputNorm);
            Copy(Named("self_attn.q_norm"), layer.QueryNorm);
            Copy(Named("self_attn.k_norm"), layer.KeyNorm);
            Copy(Named("post_attention_layernorm"), layer.PostNorm);
            Pack(Named("self_attn.qkv_proj"), layer.QueryKeyValue);
            Pack(Named("self_attn.o_proj"), layer.Output);
            Pack(Named("mlp.gate_up_proj"), layer.GateUp);
            Pack(Named("mlp.down_proj"), layer.Down);
        }
        Copy(tensors["model.embed_tokens.weight"], Embedding);
        Copy(tensors["model.norm.weight"], FinalNorm);
        Pack(model.TokenMatrices[^1], Head);
    }

    public void Dispose()
    {
        foreach (var layer in Layers) layer.Dispose();
        Head.Dispose();
    }

    private static void Copy(Tensor tensor, float[] target) => Read(tensor, floats => floats.CopyTo(target));

    private static void Pack(Tensor tensor, PackedMatrix target) => Read(tensor, target.Pack);

    // The tensor stays alive until its memory has been read.
    private static void Read(Tensor tensor, Action<ReadOnlySpan<float>> use)
    {
        using var plain = tensor.detach().to(ScalarType.Float32).contiguous();
        use(MemoryMarshal.Cast<byte, float>(plain.bytes));
    }
}
