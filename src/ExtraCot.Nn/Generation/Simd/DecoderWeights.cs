namespace ExtraCot.Nn.Generation.Simd;

/// <summary>A float32 copy of a decoder's weights, laid out for the CPU's vector units; shared by all runners of a call.</summary>
internal sealed class DecoderWeights : IDisposable
{
    /// <param name="shape">Sizes.</param>
    /// <param name="read">A weight, row-major, by its Hugging Face name.</param>
    /// <param name="tied">Whether the embedding also gives the logits.</param>
    internal DecoderWeights(DecoderShape shape, Func<string, float[]> read, bool tied)
    {
        Shape = shape;
        Embedding = read("model.embed_tokens.weight");
        Layers = [.. Enumerable.Range(0, shape.Layers).Select(layer => ReadLayer(shape, name => read($"model.layers.{layer}.{name}.weight")))];
        FinalNorm = read("model.norm.weight");
        Head = new PackedMatrix(shape.Hidden, tied ? Embedding : read("lm_head.weight"));
    }

    internal DecoderShape Shape { get; }

    /// <summary>[vocabulary, hidden]</summary>
    internal float[] Embedding { get; }

    internal IReadOnlyList<LayerWeights> Layers { get; }

    /// <summary>[hidden]</summary>
    internal float[] FinalNorm { get; }

    internal PackedMatrix Head { get; }

    public void Dispose()
    {
        foreach (var layer in Layers) layer.Dispose();
        Head.Dispose();
    }

    private static LayerWeights ReadLayer(DecoderShape shape, Func<string, float[]> read) => new(
        read("input_layernorm"), read("self_attn.q_norm"), read("self_attn.k_norm"),
        new PackedMatrix(shape.Hidden, read("self_attn.q_proj"), read("self_attn.k_proj"), read("self_attn.v_proj")),
        new PackedMatrix(shape.Heads * shape.HeadDim, read("self_attn.o_proj")),
        read("post_attention_layernorm"),
        new PackedMatrix(shape.Hidden, read("mlp.gate_proj"), read("mlp.up_proj")),
        new PackedMatrix(shape.Intermediate, read("mlp.down_proj")));
}
