namespace ExtraCot.Nn.Models;

/// <summary>Configuration of an XLM-RoBERTa token classifier (LLMLingua-2's large backbone).</summary>
public sealed record XlmRobertaConfig : TokenClassifierConfig
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Architectures => ["XLMRobertaForTokenClassification"];

    /// <inheritdoc/>
    public override string ModelType => "xlm-roberta";
}
