namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// The weight of a linear layer and its product y = x Wᵀ. Every output is computed in an order that depends on the weight's shape alone, so a
/// row's result does not depend on what else is in the batch or on who computes it.
/// </summary>
internal abstract unsafe class WeightMatrix(int outputs, int inputs) : IDisposable
{
    /// <summary>Rows are computed in blocks of 8: buffers hold a multiple of it, and the rows that fill up the last block are computed in vain.</summary>
    internal const int RowBlock = 8;

    /// <summary>Outputs that one thread takes at a time are a multiple of this; so is <see cref="Stride"/>.</summary>
    internal const int PanelWidth = 32;

    internal int Inputs => inputs;
    internal int Outputs => outputs;
    internal int Panels { get; } = (outputs + PanelWidth - 1) / PanelWidth;

    /// <summary>Floats from one row of products to the next.</summary>
    internal int Stride => Panels * PanelWidth;

    /// <summary>Bytes that a product reads.</summary>
    internal abstract long ByteCount { get; }

    /// <summary>First byte of what a product reads.</summary>
    internal abstract void* Data { get; }

    internal static int RoundUp(int rows) => (rows + RowBlock - 1) / RowBlock * RowBlock;

    /// <summary>Computes some of the outputs or, to add a residual, accumulates them.</summary>
    /// <param name="x">[rows rounded up to 8, inputs]</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="y">[rows rounded up to 8, <see cref="Stride"/>]</param>
    /// <param name="accumulate">Whether to start from what y holds instead of zero.</param>
    /// <param name="firstPanel">First of the panels of 32 outputs to compute.</param>
    /// <param name="lastPanel">The one behind the last.</param>
    internal abstract void Multiply(float* x, int rows, float* y, bool accumulate, int firstPanel, int lastPanel);

    public abstract void Dispose();
}
