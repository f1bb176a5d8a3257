namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// A small weight, transposed into panels of 32 outputs so that the product reads it front to back and a short row costs no sum across lanes:
/// [outputs / 32, inputs, 32], the last panel padded with zeros.
/// </summary>
internal sealed unsafe class PackedMatrix : WeightMatrix
{
    private readonly AlignedBuffer buffer;

    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="inputs">Columns of the weight.</param>
    internal PackedMatrix(int outputs, int inputs) : base(outputs, inputs) => buffer = new AlignedBuffer((long)Panels * inputs * PanelWidth);

    internal override long ByteCount => buffer.Length * sizeof(float);

    internal override void* Data => buffer.Data;

    internal float* Panel(int index) => buffer.Data + (long)index * Inputs * PanelWidth;

    /// <summary>Takes over a weight.</summary>
    /// <param name="weight">[outputs, inputs] row-major.</param>
    internal void Pack(ReadOnlySpan<float> weight)
    {
        for (var output = 0; output < Outputs; output++)
        {
            var column = Panel(output / PanelWidth) + output % PanelWidth;
            var row = weight.Slice(output * Inputs, Inputs);
            for (var input = 0; input < row.Length; input++) column[input * PanelWidth] = row[input];
        }
    }

    internal override void Multiply(float* x, int rows, float* y, bool accumulate, int firstPanel, int lastPanel) =>
        PackedProduct.Run(x, rows, this, y, accumulate, firstPanel, lastPanel);

    public override void Dispose() => buffer.Dispose();
}
