using System.Text.Json.Serialization;
using ExtraCot.Text;

namespace ExtraCot.Nn.Models;

/// <summary>Configuration of a Longformer token classifier, as in transformers' <c>LongformerConfig</c>.</summary>
public sealed record LongformerConfig : TokenClassifierConfig
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Architectures => ["LongformerForTokenClassification"];

    /// <inheritdoc/>
    public override string ModelType => "longformer";

    /// <value>Tokens a token attends to on both sides together, one even number a layer (a single number in the file serves all); default 512.</value>
    [JsonConverter(typeof(LongformerWindowConverter))]
    public IReadOnlyList<int> AttentionWindow { get; init; } = [512];

    /// <summary>The window of one layer.</summary>
    /// <param name="layer">Index of the layer, from 0.</param>
    public int Window(int layer) => AttentionWindow[AttentionWindow.Count == 1 ? 0 : layer];

    internal override void Check(string source)
    {
        base.Check(source);
        if (AttentionWindow.Count != 1 && AttentionWindow.Count != NumHiddenLayers)
            throw new InputException($"{source}: attention_window has {AttentionWindow.Count} entries for {NumHiddenLayers} layers");
        if (AttentionWindow.Any(window => window < 2 || window % 2 != 0))
            throw new InputException($"{source}: attention_window [{string.Join(", ", AttentionWindow)}] must hold positive even numbers");
    }
}
