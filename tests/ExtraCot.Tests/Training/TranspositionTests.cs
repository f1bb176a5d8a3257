using ExtraCot.Nn.Layers.Fused;
using Xunit;

namespace ExtraCot.Tests.Training;

public unsafe class TranspositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 4)]
    [InlineData(17, 5)]
    [InlineData(3, 64)]
    [InlineData(50, 33)]
    public void Should_exchange_rows_and_columns_and_touch_nothing_else(int rows, int columns)
    {
        int stride = columns + 3, targetStride = rows + 2;
        var source = Enumerable.Range(1, rows * stride).Select(i => (float)i).ToArray();
        var target = new float[columns * targetStride];
        fixed (float* from = source, to = target) Transposition.Run(from, stride, rows, columns, to, targetStride);
        var expected = new float[target.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) expected[column * targetStride + row] = source[row * stride + column];
        Assert.Equal(expected, target);
    }
}
