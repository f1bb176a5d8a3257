namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// The weight of a linear layer, transposed into panels of 32 outputs so that the product reads it front to back:
/// [outputs / 32, inputs, 32], the last panel padded with zeros.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    internal const int PanelWidth = 32;
    private readonly AlignedBuffer buffer;

    /// <param name="inputs">Columns of each weight.</param>
    /// <param name="weights">One or more row-major weights [outputs, inputs] that share their input, one below the other.</param>
    internal PackedMatrix(int inputs, params ReadOnlySpan<float[]> weights)
    {
        Inputs = inputs;
        foreach (var weight in weights) Outputs += weight.Length / inputs;
        Panels = (Outputs + PanelWidth - 1) / PanelWidth;
        buffer = new AlignedBuffer((long)Panels * inputs * PanelWidth);
        var output = 0;
        foreach (var weight in weights)
            for (var row = 0; row < weight.Length / inputs; row++, output++)
                Place(output, weight.AsSpan(row * inputs, inputs));
    }

    internal int Inputs { get; }
    internal int Outputs { get; }
    internal int Panels { get; }

    /// <summary>Floats from one row of products to the next.</summary>
    internal int Stride => Panels * PanelWidth;

    internal float* Panel(int index) => buffer.Data + (long)index * Inputs * PanelWidth;

    public void Dispose() => buffer.Dispose();

    private void Place(int output, ReadOnlySpan<float> row)
    {
        var column = Panel(output / PanelWidth) + output % PanelWidth;
        for (var input = 0; input < row.Length; input++) column[input * PanelWidth] = row[input];
    }
}
