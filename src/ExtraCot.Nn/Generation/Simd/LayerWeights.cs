namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Weights of one block.</summary>
/// <param name="InputNorm">[hidden]</param>
/// <param name="QueryKeyValue">Query, key and value projections, one below the other.</param>
/// <param name="Bias">Of these: [(heads + 2·kvHeads)·headDim]; empty where the architecture has none.</param>
/// <param name="QueryNorm">[headDim]; empty where the architecture has none.</param>
/// <param name="KeyNorm">As <paramref name="QueryNorm"/>.</param>
/// <param name="Output">Attention's output projection.</param>
/// <param name="PostNorm">[hidden]</param>
/// <param name="GateUp">Gate and up projections, one below the other.</param>
/// <param name="Down">The MLP's down projection.</param>
internal sealed record LayerWeights(
    float[] InputNorm, WeightMatrix QueryKeyValue, float[] Bias, float[] QueryNorm, float[] KeyNorm, WeightMatrix Output, float[] PostNorm,
    WeightMatrix GateUp, WeightMatrix Down)
{
    internal IEnumerable<WeightMatrix> Matrices => [QueryKeyValue, Output, GateUp, Down];
}
