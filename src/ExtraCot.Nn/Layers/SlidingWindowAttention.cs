using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>
/// Longformer attention. A local token attends to itself, to window / 2 tokens on either side and to all global tokens; a global token, with
/// projections of its own, attends to all tokens. Work and memory grow linearly with the sequence: queries stand in blocks of C = window / 2
/// tokens, and a block sees itself, its two neighbours and the G global tokens as its keys, the band being cut out by a bias.
/// </summary>
internal sealed class SlidingWindowAttention(EncoderParameters parameters, string name, long width, long heads, long window) : IEncoderAttention
{
    private readonly long block = window / 2;
    private readonly EncoderLinear query = new(parameters, $"{name}.query", width, width);
    private readonly EncoderLinear key = new(parameters, $"{name}.key", width, width);
    private readonly EncoderLinear value = new(parameters, $"{name}.value", width, width);
    private readonly EncoderLinear globalQuery = new(parameters, $"{name}.query_global", width, width);
    private readonly EncoderLinear globalKey = new(parameters, $"{name}.key_global", width, width);
    private readonly EncoderLinear globalValue = new(parameters, $"{name}.value_global", width, width);

    public Tensor Forward(Tensor hidden, EncoderBatch batch)
    {
        if (batch.Globals is not { } globals)
        {
            var parts = EncoderLinear.Fused(hidden, batch.Compute, query, key, value).to(ScalarType.Float32);
            return Local(parts.narrow(2, 0, width), parts.narrow(2, width, 2 * width), batch);
        }
        var all = EncoderLinear.Fused(hidden, batch.Compute, query, key, value, globalKey, globalValue).to(ScalarType.Float32); // [B, T, 5 width]
        var local = Local(all.narrow(2, 0, width), all.narrow(2, width, 2 * width), batch);
        var global = Global(hidden, all.narrow(2, 3 * width, 2 * width), globals, batch); // [B x G, width]
        return local.reshape(-1, width).index_copy(0, globals.FilledRows, global.index_select(0, globals.FilledSlots)).view(hidden.shape);
    }

    // queries [B, T, width], keysValues [B, T, 2 width] -> [B, T, width]
    private Tensor Local(Tensor queries, Tensor keysValues, EncoderBatch batch)
    {
        long sequences = queries.size(0), tokens = queries.size(1), blocks = (tokens + block - 1) / block, surplus = blocks * block - tokens;
        var q = nn.functional.pad(queries, [0, 0, 0, surplus]).view(sequences * blocks, block, heads, -1).transpose(1, 2); // [B N, heads, C, D]
        var near = Neighbourhoods(keysValues, batch.Globals, blocks, surplus)
            .view(sequences * blocks, -1, 2, heads, width / heads).permute(2, 0, 3, 1, 4); // [2, B N, heads, G + 3C, D]
        return nn.functional.scaled_dot_product_attention(q, near[0], near[1], batch.WindowBias(block), batch.AttentionDropout)
            .transpose(1, 2).reshape(sequences, blocks * block, width).narrow(1, 0, tokens) * batch.RealTokens;
    }

    // [B, T, 2 width] -> [B, N, G + 3C, 2 width]: the global tokens, then the blocks left, here and right
    private Tensor Neighbourhoods(Tensor keysValues, GlobalTokens? globals, long blocks, long surplus)
    {
        var sequences = keysValues.size(0);
        var padded = nn.functional.pad(keysValues, [0, 0, block, surplus + block]).view(sequences, blocks + 2, block, 2 * width);
        Tensor[] parts = [padded.narrow(1, 0, blocks), padded.narrow(1, 1, blocks), padded.narrow(1, 2, blocks)];
        if (globals is null) return cat(parts, dim: 2);
        var shared = keysValues.reshape(-1, 2 * width).index_select(0, globals.SlotRows); // [B G, 2 width]
        return cat([shared.view(sequences, 1, -1, 2 * width).expand(-1, blocks, -1, -1), .. parts], dim: 2);
    }

    // hidden [B, T, width], keysValues [B, T, 2 width] -> [B x G, width]
    private Tensor Global(Tensor hidden, Tensor keysValues, GlobalTokens globals, EncoderBatch batch)
    {
        long sequences = hidden.size(0), tokens = hidden.size(1);
        // Few rows, and their number changes with every batch: bfloat16 kernels, compiled for each shape, would cost more than they save.
        var q = globalQuery.Forward(hidden.reshape(-1, width).index_select(0, globals.SlotRows), ScalarType.Float32)
            .view(sequences, -1, heads, width / heads).transpose(1, 2); // [B, heads, G, D]
        var kv = keysValues.view(sequences, tokens, 2, heads, width / heads).permute(2, 0, 3, 1, 4); // [2, B, heads, T, D]
        return nn.functional.scaled_dot_product_attention(q, kv[0], kv[1], batch.KeyBias, batch.AttentionDropout)
            .transpose(1, 2).reshape(-1, width);
    }
}
