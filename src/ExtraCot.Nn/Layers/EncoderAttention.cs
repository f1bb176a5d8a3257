using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>Multi-head attention of every token to every real token (BERT, RoBERTa).</summary>
internal sealed class EncoderAttention(EncoderParameters parameters, string name, long width, long heads) : IEncoderAttention
{
    private readonly EncoderLinear query = new(parameters, $"{name}.query", width, width);
    private readonly EncoderLinear key = new(parameters, $"{name}.key", width, width);
    private readonly EncoderLinear value = new(parameters, $"{name}.value", width, width);

    public Tensor Forward(Tensor hidden, EncoderBatch batch)
    {
        long sequences = hidden.size(0), tokens = hidden.size(1);
        var parts = EncoderLinear.Fused(hidden, batch.Compute, query, key, value).to(ScalarType.Float32).view(sequences, tokens, 3, heads, width / heads).permute(2, 0, 3, 1, 4);
        return nn.functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], batch.KeyBias, batch.AttentionDropout) // [B, heads, T, D]
            .transpose(1, 2).reshape(sequences, tokens, width);
    }
}
