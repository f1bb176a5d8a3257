using ExtraCot.Nn.Training;
using ExtraCot.Options;

namespace ExtraCot.Compressor;

/// <summary>How <see cref="CompressorTrainer"/> trains.</summary>
public sealed record CompressorTrainerOptions : IValidatable
{
    /// <value>Peak learning rate; default 2e-3 (the small run's recipe; a pre-trained Longformer wants 5e-5).</value>
    public double LearningRate { get; init; } = 2e-3;

    /// <value>Passes over the samples; default 1.</value>
    public int Epochs { get; init; } = 1;

    /// <value>Tokens of one optimiser step, question and padding included; default 4096.</value>
    public int TokensPerStep { get; init; } = 4096;

    /// <value>Steps of linear warm-up; default 30.</value>
    public int Warmup { get; init; } = 30;

    /// <value>Smallest share of the peak rate at the end of the linear decay; default 0.03.</value>
    public double FloorShare { get; init; } = .03;

    /// <value>Greatest gradient norm; default 1.</value>
    public double MaxGradientNorm { get; init; } = 1;

    /// <value>Focus γ of the focal loss; default 0, which is binary cross-entropy and keeps the probability calibrated. The published compressor uses 2.</value>
    public double Gamma { get; init; }

    /// <value>Whether kept and dropped tokens weigh equally in sum, whatever their numbers; default false. The published compressor does so.</value>
    public bool BalanceClasses { get; init; }

    /// <value>Worker threads, each with its share of every batch; default 2.</value>
    public int Workers { get; init; } = 2;

    /// <value>AdamW's constants; default β2 0.98 (short runs) and weight decay 0.01 on matrices.</value>
    public AdamWOptions AdamW { get; init; } = new() { Beta2 = .98 };

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (!(LearningRate > 0)) yield return $"learning_rate: {LearningRate} is not positive";
        if (Epochs < 1) yield return $"epochs: {Epochs} is not positive";
        if (TokensPerStep < 1) yield return $"tokens_per_step: {TokensPerStep} is not positive";
        if (Warmup < 0) yield return $"warmup: {Warmup} is negative";
        if (Gamma is not (0 or >= 1)) yield return $"gamma: {Gamma}, expected 0 or at least 1";
        if (Workers < 1) yield return $"workers: {Workers} is not positive";
    }
}
