using ExtraCot.Nn.Models;

namespace ExtraCot.Models;

/// <summary>Bytes a model takes, without activations.</summary>
/// <param name="DType">Type of the matrices while computing.</param>
/// <param name="Inference">Weights and the cache of one sequence of 4,096 positions.</param>
/// <param name="Sft">Float32 master weights, gradients and AdamW's two moments (16 bytes a parameter), and the matrices once more where they are bfloat16.</param>
/// <param name="Rl">As SFT, with a frozen reference model, and the cache of 64 sequences.</param>
public sealed record MemoryNeed(string DType, long Inference, long Sft, long Rl)
{
    private const int Context = 4096; // positions
    private const int Rollouts = 64;
    private const int TrainingBytes = 16; // a parameter

    /// <summary>The needs in a type of 4 or 2 bytes.</summary>
    internal static MemoryNeed Of(Qwen3Config config, string dtype, int bytes)
    {
        var weights = config.ParameterCount * bytes;
        var cache = 2L * config.Layers * config.KeyValueHeads * config.HeadSize * Context * bytes;
        var training = config.ParameterCount * TrainingBytes + (bytes == sizeof(float) ? 0 : weights);
        return new(dtype, weights + cache, training, training + weights + Rollouts * cache);
    }
}
