namespace ExtraCot.Nn.Training;

/// <summary>How <see cref="SequenceTrainer"/> trains a language model on given sequences.</summary>
public sealed record SequenceTrainerOptions
{
    /// <value>Peak learning rate; default 1e-3 (the small world's recipe; large models want 2e-5).</value>
    public double LearningRate { get; init; } = 1e-3;

    /// <value>Passes over the data; default 1.</value>
    public int Epochs { get; init; } = 1;

    /// <value>Tokens of one optimiser step, padding included; default 4096.</value>
    public int TokensPerStep { get; init; } = 4096;

    /// <value>Steps of linear warm-up; default 30.</value>
    public int Warmup { get; init; } = 30;

    /// <value>Smallest share of the peak rate at the end; default 0.03.</value>
    public double FloorShare { get; init; } = .03;

    /// <value>Greatest gradient norm; default 1.</value>
    public double MaxGradientNorm { get; init; } = 1;

    /// <value>Worker threads; default 2.</value>
    public int Workers { get; init; } = 2;

    /// <value>AdamW's constants; default β2 0.95 and weight decay 0.01 on matrices.</value>
    public AdamWOptions AdamW { get; init; } = new() { Beta2 = .95 };
}
