namespace ExtraCot.Nn.Models;

/// <summary>Configuration of a BERT token classifier (LLMLingua-2's small backbone is multilingual BERT).</summary>
public sealed record BertConfig : TokenClassifierConfig
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Architectures => ["BertForTokenClassification"];

    /// <inheritdoc/>
    public override string ModelType => "bert";

    /// <inheritdoc/>
    public override int PadTokenId { get; init; }

    /// <inheritdoc/>
    public override int MaxTokens => MaxPositionEmbeddings;
}
