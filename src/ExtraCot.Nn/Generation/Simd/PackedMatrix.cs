namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// The weight of a linear layer, transposed into panels of 32 outputs so that the product reads it front to back:
/// [outputs / 32, inputs, 32], the last panel padded with zeros.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    internal const int PanelWidth = 32;
    private readonly AlignedBuffer buffer;

    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="inputs">Columns of the weight.</param>
    internal PackedMatrix(int outputs, int inputs)
    {
        (Inputs, Outputs) = (inputs, outputs);
        Panels = (outputs + PanelWidth - 1) / PanelWidth;
        buffer = new AlignedBuffer((long)Panels * inputs * PanelWidth);
    }

    internal int Inputs { get; }
    internal int Outputs { get; }
    internal int Panels { get; }

    /// <summary>Floats from one row of products to the next.</summary>
    internal int Stride => Panels * PanelWidth;

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

    public void Dispose() => buffer.Dispose();
}
