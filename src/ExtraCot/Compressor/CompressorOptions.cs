using ExtraCot.Nn.Models;
using ExtraCot.Options;

namespace ExtraCot.Compressor;

/// <summary>
/// Size of a compressor trained from nothing. The defaults give 0.33M parameters over the small world's vocabulary, about what the small run's
/// prototype used (0.36M); the published compressor is longformer-base-4096, which is loaded rather than made.
/// </summary>
public sealed record CompressorOptions : IValidatable
{
    /// <value>Which encoder; default the Longformer that reads the question. The other is the baseline that works as LLMLingua-2 does.</value>
    public CompressorFamily Family { get; init; }

    /// <value>Width of the hidden states, a multiple of <see cref="Heads"/>; default 96.</value>
    public int Width { get; init; } = 96;

    /// <value>Encoder layers; default 2.</value>
    public int Layers { get; init; } = 2;

    /// <value>Attention heads; default 3, 32 values each.</value>
    public int Heads { get; init; } = 3;

    /// <value>Width of the feed-forward layer; default 192: attention, not this layer, carries the task.</value>
    public int FeedForward { get; init; } = 192;

    /// <value>Tokens a thought token attends to on both sides together, even; default 64, three sentences of the small world either way.</value>
    public int Window { get; init; } = 64;

    /// <value>Positions of the model: question, separator and a window of the thought must fit; default 1024, more than any small-world thought needs.</value>
    public int MaxPositions { get; init; } = 1024;

    private const double Deviation = .05; // of new weights; transformers' 0.02 is for widths near 768

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Layers < 1) yield return $"layers: {Layers} is not positive";
        if (Heads < 1 || Width < 1 || Width % Heads != 0) yield return $"width: {Width} is no positive multiple of heads {Heads}";
        if (FeedForward < 1) yield return $"feed_forward: {FeedForward} is not positive";
        if (Window < 2 || Window % 2 != 0) yield return $"window: {Window} is no positive even number";
        if (MaxPositions < 64) yield return $"max_positions: {MaxPositions} is less than 64";
    }

    internal LongformerConfig ToLongformer(int vocabulary, int padding) => new()
    {
        VocabSize = vocabulary,
        HiddenSize = Width,
        NumHiddenLayers = Layers,
        NumAttentionHeads = Heads,
        IntermediateSize = FeedForward,
        MaxPositionEmbeddings = MaxPositions + padding + 1,
        PadTokenId = padding,
        TypeVocabSize = 1,
        AttentionWindow = [Window],
        LayerNormEps = 1e-5,
        HiddenDropoutProb = 0,
        AttentionProbsDropoutProb = 0,
        InitializerRange = Deviation,
    };

    internal XlmRobertaConfig ToXlmRoberta(int vocabulary, int padding) => new()
    {
        VocabSize = vocabulary,
        HiddenSize = Width,
        NumHiddenLayers = Layers,
        NumAttentionHeads = Heads,
        IntermediateSize = FeedForward,
        MaxPositionEmbeddings = MaxPositions + padding + 1,
        PadTokenId = padding,
        TypeVocabSize = 1,
        LayerNormEps = 1e-5,
        HiddenDropoutProb = 0,
        AttentionProbsDropoutProb = 0,
        InitializerRange = Deviation,
    };
}
