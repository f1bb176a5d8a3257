using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>
/// Predicted peak memory of training in bytes, beside what the runtime itself takes. A worker on the CPU holds a copy of the weights and gradients.
/// </summary>
/// <param name="Weights">float32 master weights.</param>
/// <param name="Gradients">float32.</param>
/// <param name="Moments">AdamW's two.</param>
/// <param name="Activations">What one pass keeps for its backward pass, and the largest layer's gradients.</param>
public sealed record TrainingMemory(long Weights, long Gradients, long Moments, long Activations)
{
    private const long Float = sizeof(float);

    /// <value>All of it.</value>
    public long Total => Weights + Gradients + Moments + Activations;

    /// <summary>Predicts.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="tokensPerPass">Tokens of one forward and backward pass of a worker.</param>
    /// <param name="checkpointing">Whether layers keep their input alone.</param>
    /// <param name="workers">Worker threads, each with a copy.</param>
    /// <param name="loraRank">Rank of low-rank updates; 0 trains all weights.</param>
    /// <param name="targetShare">Share of the tokens that are predicted; prompts are not.</param>
    /// <param name="compute">Type of the products.</param>
    public static TrainingMemory Estimate(Qwen3Config config, int tokensPerPass, bool checkpointing = false, int workers = 1, int loraRank = 0, double targetShare = 1,
        ScalarType compute = ScalarType.Float32)
    {
        var trained = loraRank == 0 ? config.ParameterCount : Adapted(config, loraRank);
        return new(workers * config.ParameterCount * Float + (loraRank == 0 ? 0 : workers * trained * Float), workers * trained * Float, 2 * trained * Float,
            workers * Pass(config, tokensPerPass, checkpointing, targetShare, compute));
    }

    private static long Adapted(Qwen3Config config, int rank)
    {
        long d = config.HiddenSize, queries = (long)config.Heads * config.HeadSize, all = queries + 2L * config.KeyValueHeads * config.HeadSize, ff = config.IntermediateSize;
        return (config.TiedEmbeddings ? 1 : 2) * config.VocabularySize * d + config.Layers * rank * (d + all + queries + d + d + 2 * ff + ff + d);
    }

    private static long Pass(Qwen3Config config, long tokens, bool checkpointing, double targetShare, ScalarType compute)
    {
        long d = config.HiddenSize, queries = (long)config.Heads * config.HeadSize, all = queries + 2L * config.KeyValueHeads * config.HeadSize, ff = config.IntermediateSize;
        // A layer keeps both norms' inputs and outputs, the fused queries, keys and values, the attended values, gate and up, and their product.
        var layer = 4 * d + all + queries + config.Heads + 3 * ff;
        if (compute != ScalarType.Float32) layer += (2 * d + queries + ff) / 2; // the products' inputs once more in 16 bits
        // The widest moment of the backward pass: the gate's gradients with what the residual stream carries.
        var transient = 3 * ff + 3 * d;
        var layers = checkpointing ? config.Layers * d + layer : config.Layers * layer;
        var targets = (long)(tokens * targetShare);
        var logits = Math.Min(targets * config.VocabularySize, Math.Max(config.VocabularySize, TokenLossFunction.ChunkElements)) * 2; // kept or computed, and its gradient
        return Float * (tokens * (layers + Math.Max(transient, 3 * d) + 2 * d) + targets * 2 * d + logits);
    }
}
