using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Training;

/// <summary>Arithmetic of a training step's products, forward and backward, recomputation not counted.</summary>
public static class TrainingCost
{
    /// <summary>Floating-point operations: six for each weight and token it meets, and attention's causal products.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="sequences">The step's sequences.</param>
    public static double Operations(Qwen3Config config, IEnumerable<TrainingSequence> sequences)
    {
        double queries = (double)config.Heads * config.HeadSize, d = config.HiddenSize;
        var layer = d * (queries + 2.0 * config.KeyValueHeads * config.HeadSize) + queries * d + 3 * d * config.IntermediateSize;
        return sequences.Sum(sequence =>
        {
            double tokens = sequence.Ids.Length - 1;
            return 6 * (config.Layers * layer * tokens + config.VocabularySize * d * sequence.Targets) + 6 * config.Layers * queries * tokens * tokens;
        });
    }
}
