using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>A large weight, read where the model keeps it, row by row, in float32 or bfloat16; the mathematics is float32 either way.</summary>
internal sealed unsafe class RowMatrix : WeightMatrix
{
    private const int CacheLine = 64; // bytes
    private readonly torch.Tensor weight;
    private readonly bool narrow;
    private void* data;

    /// <param name="weight">[outputs, inputs], contiguous on the CPU, float32 or bfloat16; not disposed here.</param>
    internal RowMatrix(torch.Tensor weight) : base((int)weight.size(0), (int)weight.size(1))
    {
        this.weight = weight;
        narrow = weight.dtype == torch.ScalarType.BFloat16;
        Refresh();
    }

    internal override long ByteCount => (long)Outputs * Inputs * (narrow ? sizeof(ushort) : sizeof(float));

    internal override void* Data => data;

    /// <summary>Finds the tensor's memory anew: it may have moved.</summary>
    internal void Refresh()
    {
        using var firstRow = weight.detach().narrow(0, 0, 1); // the span of a whole large matrix would exceed its limit
        data = Unsafe.AsPointer(ref MemoryMarshal.GetReference(firstRow.bytes));
    }

    /// <summary>One row as float32, for an embedding.</summary>
    internal void CopyRow(int row, float* target)
    {
        if (narrow) RowProduct.Widen((ushort*)data + (long)row * Inputs, target, Inputs);
        else Buffer.MemoryCopy((float*)data + (long)row * Inputs, target, Inputs * sizeof(float), Inputs * sizeof(float));
    }

    internal override void Multiply(float* x, int rows, float* y, bool accumulate, int firstPanel, int lastPanel)
    {
        int first = firstPanel * PanelWidth, last = Math.Min(lastPanel * PanelWidth, Outputs);
        if (rows > 1)
            for (var output = first; output < last; output += PanelWidth) Strip(x, rows, y + output, accumulate, output, Math.Min(PanelWidth, last - output));
        else if (narrow) RowProduct.Single(x, Inputs, (ushort*)data, y, accumulate, first, last);
        else RowProduct.Single(x, Inputs, (float*)data, y, accumulate, first, last);
    }

    public override void Dispose()
    {
    }

    // Narrow weights are widened once for all rows of x.
    [SkipLocalsInit]
    private void Strip(float* x, int rows, float* y, bool accumulate, int output, int count)
    {
        var memory = stackalloc float[PanelWidth * RowProduct.Depth + VectorMath.Lanes];
        var scratch = (float*)(((nuint)memory + CacheLine - 1) & ~(nuint)(CacheLine - 1));
        for (var k = 0; k < Inputs; k += RowProduct.Depth)
        {
            var depth = Math.Min(RowProduct.Depth, Inputs - k);
            var start = (long)output * Inputs + k;
            if (narrow)
                for (var i = 0; i < count; i++) RowProduct.Widen((ushort*)data + start + (long)i * Inputs, scratch + i * RowProduct.Depth, depth);
            var (weights, pitch) = narrow ? ((nint)scratch, RowProduct.Depth) : ((nint)((float*)data + start), Inputs);
            RowProduct.Batch(x + k, Inputs, rows, (float*)weights, pitch, y, Stride, accumulate || k > 0, count, depth);
        }
    }
}
