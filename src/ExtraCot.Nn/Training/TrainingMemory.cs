using ExtraCot.Nn.Layers.Fused;
using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Training;

/// <summary>Predicted peak memory of training on the CPU in bytes, beside what the runtime itself takes. Workers share the weights.</summary>
/// <param name="Weights">float32 master weights.</param>
/// <param name="Gradients">float32.</param>
/// <param name="Moments">AdamW's two.</param>
/// <param name="Activations">What a pass keeps for its backward pass, and what that needs besides at its widest.</param>
public sealed record TrainingMemory(long Weights, long Gradients, long Moments, long Activations)
{
    private const long Float = sizeof(float);
    private const double HeapGaps = 1.25, FewerHeapGaps = 1.1; // measured, the latter with layers as one operation; sft train closes them where less memory is asked for (LargeBlocks)

    /// <value>All of it.</value>
    public long Total => Weights + Gradients + Moments + Activations;

    /// <summary>Predicts.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="tokensPerPass">Tokens of one forward and backward pass of a worker, all of them predicted.</param>
    /// <param name="checkpointing">Whether layers keep their input alone.</param>
    /// <param name="workers">Worker threads.</param>
    /// <param name="loraRank">Rank of low-rank updates; 0 trains all weights.</param>
    /// <param name="inBfloat16">Whether products are computed in 16 bits.</param>
    public static TrainingMemory Estimate(Qwen3Config config, int tokensPerPass, bool checkpointing = false, int workers = 1, int loraRank = 0, bool inBfloat16 = false)
    {
        var trained = loraRank == 0 ? config.ParameterCount : Adapted(config, loraRank);
        return new((config.ParameterCount + (loraRank == 0 ? 0 : trained)) * Float, workers * trained * Float, 2 * trained * Float,
            (long)(workers * Pass(config, tokensPerPass, checkpointing, loraRank > 0, inBfloat16) * (checkpointing || loraRank > 0 ? 1 : inBfloat16 || !DecoderLayerFunction.Fits(config) ? HeapGaps : FewerHeapGaps)));
    }

    private static long TokenRows(Qwen3Config config) => (long)config.VocabularySize * config.HiddenSize;

    private static long Projected(Qwen3Config config) => (config.Heads + 2L * config.KeyValueHeads) * config.HeadSize;

    // A rank's row and column for each of a layer's four matrices.
    private static long Adapted(Qwen3Config config, int rank) => (config.TiedEmbeddings ? 1 : 2) * TokenRows(config) +
        (long)config.Layers * rank * (4L * config.HiddenSize + Projected(config) + (long)config.Heads * config.HeadSize + 3L * config.IntermediateSize);

    private static DecoderLayerShape Shape(Qwen3Config config) =>
        new(new AttentionShape(config.Heads, config.KeyValueHeads, config.HeadSize, (float)config.NormEpsilon, []), config.HiddenSize, config.IntermediateSize);

    private static long Pass(Qwen3Config config, long tokens, bool checkpointing, bool adapted, bool inBfloat16)
    {
        long d = config.HiddenSize, queries = (long)config.Heads * config.HeadSize, ff = config.IntermediateSize;
        // Kept of a token in a layer: the inputs of both norms, the queries, keys and values, gate and up; for attention its results and one number a head;
        // and what goes into the four products, which in 16 bits is a copy of half the size that takes the place of the norms' and the gate's results.
        // A layer that is one operation computes those again, some rows at a time.
        var fused = !adapted && !inBfloat16 && DecoderLayerFunction.Fits(config);
        var layer = 2 * d + Projected(config) + 2 * ff + config.Heads + queries + (fused ? 0 : inBfloat16 ? (2 * d + queries + ff) / 2 : 2 * d + ff);
        var kept = checkpointing ? config.Layers * d + layer : config.Layers * layer;
        // Widest in the last layer's gate: its result's gradient and its input's, in place of the result; the residual stream's gradient beside them.
        // Checkpointed, the layer's result computed again and its gradient as well.
        // With low-rank updates before that, at the last layer's end: each product's own result, the update's and the scaled update's.
        var passing = fused ? Math.Min(tokens, Shape(config).Block) * (2 * d + 4 * ff + queries + Projected(config)) : 0;
        var widest = adapted ? 3 * (Projected(config) + 2 * ff + 2 * d) : (fused ? 0 : 2 * ff) + (checkpointing ? 4 : 2) * d;
        var logits = Math.Min(tokens * config.VocabularySize, Math.Max(config.VocabularySize, TokenLossFunction.ChunkElements));
        // The token rows' gradient waits for that of the first layer's inputs; the products' weights are converted once a pass.
        var perModel = TokenRows(config) + (inBfloat16 ? config.ParameterCount / 2 : 0);
        return Float * (tokens * (kept + 3 * d) + Math.Max(tokens * widest + passing, 2 * logits) + perModel);
    }
}
