namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Weights of one block, packed for <see cref="MatrixProduct"/>.</summary>
/// <param name="InputNorm">[hidden]</param>
/// <param name="QueryNorm">[headDim]</param>
/// <param name="KeyNorm">[headDim]</param>
/// <param name="QueryKeyValue">Query, key and value projections, one below the other.</param>
/// <param name="Output">Attention's output projection.</param>
/// <param name="PostNorm">[hidden]</param>
/// <param name="GateUp">Gate and up projections, one below the other.</param>
/// <param name="Down">The MLP's down projection.</param>
internal sealed record LayerWeights(
    float[] InputNorm, float[] QueryNorm, float[] KeyNorm, PackedMatrix QueryKeyValue, PackedMatrix Output,
    float[] PostNorm, PackedMatrix GateUp, PackedMatrix Down) : IDisposable
{
    public void Dispose()
    {
        foreach (var matrix in new[] { QueryKeyValue, Output, GateUp, Down }) matrix.Dispose();
    }
}
