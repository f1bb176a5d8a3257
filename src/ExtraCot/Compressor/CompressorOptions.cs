using ExtraCot.Options;

namespace ExtraCot.Compressor;

/// <summary>Size and training of a small compressor. Defaults fit the small world: about 0.25M parameters.</summary>
public sealed record CompressorOptions : IValidatable
{
    /// <value>Width of the hidden states; default 96 (the small world's prototype).</value>
    public int Width { get; init; } = 96;

    /// <value>Layers; default 2.</value>
    public int Layers { get; init; } = 2;

    /// <value>Attention heads; divides the width. Default 4.</value>
    public int Heads { get; init; } = 4;

    /// <value>Tokens a thought token sees on both sides together, an even number; default 64. The question is seen by all.</value>
    public int Window { get; init; } = 64;

    /// <value>Most tokens of one window of question and thought; longer thoughts are read in overlapping windows. Default 1024.</value>
    public int MaxTokens { get; init; } = 1024;

    /// <value>Peak learning rate; default 2e-3 (prototype).</value>
    public double LearningRate { get; init; } = 2e-3;

    /// <value>Passes over the thoughts; default 2.</value>
    public int Epochs { get; init; } = 2;

    /// <value>Tokens of one optimiser step; default 8192.</value>
    public int TokensPerStep { get; init; } = 8192;

    /// <value>γ of the focal loss; 0 is cross-entropy, whose probability ranks units best. Default 0 (the reference's labels come from a language model and use 2).</value>
    public double FocalGamma { get; init; }

    /// <value>Worker threads; default 2.</value>
    public int Workers { get; init; } = 2;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Heads < 1 || Width % Heads != 0) yield return $"width: {Width}, expected a multiple of heads ({Heads})";
        if (Window < 2 || Window % 2 != 0) yield return $"window: {Window}, expected an even number of at least 2";
        if (Layers < 1) yield return $"layers: {Layers}, expected at least 1";
        if (MaxTokens < 64) yield return $"maxTokens: {MaxTokens}, expected at least 64";
        if (Epochs < 1) yield return $"epochs: {Epochs}, expected at least 1";
    }
}
