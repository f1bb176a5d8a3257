using ExtraCot.Nn.Models;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Weights of one block, packed for <see cref="MatrixProduct"/>.</summary>
/// <param name="shape">Sizes.</param>
internal sealed class LayerWeights(Qwen3Config shape) : IDisposable
{
    /// <summary>[hidden]</summary>
    internal float[] InputNorm { get; } = new float[shape.HiddenSize];

    /// <summary>[headDim]</summary>
    internal float[] QueryNorm { get; } = new float[shape.HeadSize];

    /// <summary>[headDim]</summary>
    internal float[] KeyNorm { get; } = new float[shape.HeadSize];

    /// <summary>Query, key and value projections, one below the other.</summary>
    internal PackedMatrix QueryKeyValue { get; } = new((shape.Heads + 2 * shape.KeyValueHeads) * shape.HeadSize, shape.HiddenSize);

    /// <summary>Attention's output projection.</summary>
    internal PackedMatrix Output { get; } = new(shape.HiddenSize, shape.Heads * shape.HeadSize);

    /// <summary>[hidden]</summary>
    internal float[] PostNorm { get; } = new float[shape.HiddenSize];

    /// <summary>Gate and up projections, one below the other.</summary>
    internal PackedMatrix GateUp { get; } = new(2 * shape.IntermediateSize, shape.HiddenSize);

    /// <summary>The MLP's down projection.</summary>
    internal PackedMatrix Down { get; } = new(shape.HiddenSize, shape.IntermediateSize);

    public void Dispose()
    {
        foreach (var matrix in new[] { QueryKeyValue, Output, GateUp, Down }) matrix.Dispose();
    }
}
