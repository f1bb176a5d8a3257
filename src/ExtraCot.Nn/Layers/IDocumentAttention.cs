namespace ExtraCot.Nn.Layers;

/// <summary>Attention of whole documents, each causally within itself and from its first token: what training needs, and what has a fused form.</summary>
public interface IDocumentAttention : IAttention
{
    /// <value>Start and length of each document among the rows; rows of no document attend to nothing.</value>
    IReadOnlyList<(int Start, int Length)> Documents { get; }
}
