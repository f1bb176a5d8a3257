using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;

namespace ExtraCot.Models;

/// <summary>What <c>extracot sft train</c> will need at its peak, with given options.</summary>
/// <param name="DType">Type of the products.</param>
/// <param name="TokensPerPass">Tokens of a worker's pass.</param>
/// <param name="Workers">Worker threads, each with gradients of its own.</param>
/// <param name="GradientCheckpointing">Whether layers keep their input alone.</param>
/// <param name="LoraRank">0 trains all weights.</param>
/// <param name="Memory">In bytes, beside the runtime's own.</param>
/// <param name="Total">Sum of it.</param>
public sealed record TrainingNeed(string DType, int TokensPerPass, int Workers, bool GradientCheckpointing, int LoraRank, TrainingMemory Memory, long Total)
{
    /// <summary>One prediction, or one for each type where the run will choose.</summary>
    internal static IReadOnlyList<TrainingNeed> Of(Qwen3Config config, SftOptions options)
    {
        var workers = SftTrainer.Workers(options, config.ParameterCount);
        SftPrecision[] types = options.Precision == SftPrecision.Auto ? [SftPrecision.Float32, SftPrecision.Bfloat16] : [options.Precision];
        return [.. types.Select(type =>
        {
            var memory = TrainingMemory.Estimate(config, options.TokensPerPass, options.GradientCheckpointing, workers, options.LoraRank, type == SftPrecision.Bfloat16);
            return new TrainingNeed(type.ToString().ToLowerInvariant(), options.TokensPerPass, workers, options.GradientCheckpointing, options.LoraRank, memory, memory.Total);
        })];
    }
}
