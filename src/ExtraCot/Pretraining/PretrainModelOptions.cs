using ExtraCot.Nn.Models;
using ExtraCot.Options;

namespace ExtraCot.Pretraining;

/// <summary>Shape of the Qwen3 model to train. The defaults give the 1,016,256 parameters of the shipped <c>models/small-base</c>.</summary>
public sealed record PretrainModelOptions : IValidatable
{
    /// <value>Width of the residual stream; default 128.</value>
    public int HiddenSize { get; set; } = 128;

    /// <value>Width of the feed-forward layer; default 384.</value>
    public int IntermediateSize { get; set; } = 384;

    /// <value>Number of layers; default 5.</value>
    public int Layers { get; set; } = 5;

    /// <value>Query heads; default 4.</value>
    public int Heads { get; set; } = 4;

    /// <value>Key and value heads; default 2.</value>
    public int KeyValueHeads { get; set; } = 2;

    /// <value>Width of one head; default 32.</value>
    public int HeadSize { get; set; } = 32;

    /// <value>Base of the rotary angles; default 10,000, enough for sequences of 1,000 tokens.</value>
    public double RopeTheta { get; set; } = 10_000;

    /// <summary>The model's configuration with tied embeddings and 1,024 positions; the longest document has about 750.</summary>
    internal Qwen3Config For(int vocabulary, int endId) => new()
    {
        VocabularySize = vocabulary,
        HiddenSize = HiddenSize,
        IntermediateSize = IntermediateSize,
        Layers = Layers,
        Heads = Heads,
        KeyValueHeads = KeyValueHeads,
        HeadSize = HeadSize,
        RopeTheta = RopeTheta,
        MaxPositions = 1024,
        EndId = endId,
    };

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        foreach (var (key, value) in new[]
        {
            ("hiddenSize", HiddenSize), ("intermediateSize", IntermediateSize), ("layers", Layers), ("heads", Heads), ("keyValueHeads", KeyValueHeads),
            ("headSize", HeadSize),
        })
            if (value < 1) yield return $"{key}: {value}, expected 1 or more";
        if (KeyValueHeads > 0 && Heads % KeyValueHeads != 0) yield return $"keyValueHeads: {KeyValueHeads}, expected a divisor of heads ({Heads})";
        if (HeadSize % 2 != 0) yield return $"headSize: {HeadSize}, expected an even number (rotary angles turn pairs)";
        if (RopeTheta is not > 1) yield return $"ropeTheta: {RopeTheta}, expected more than 1";
    }
}
