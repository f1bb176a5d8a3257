using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>Copies a matrix with rows and columns exchanged.</summary>
internal static unsafe class Transposition
{
    private const int Rows = 16, Columns = 4; // of a block

    /// <summary>target[c, r] = source[r, c].</summary>
    /// <param name="source">Rows of the given number of columns.</param>
    /// <param name="stride">Elements from row to row of the source.</param>
    /// <param name="rows">Of the source.</param>
    /// <param name="columns">Of the source.</param>
    /// <param name="target">[columns, rows].</param>
    /// <param name="targetStride">Elements from row to row of the target.</param>
    internal static void Run(float* source, long stride, int rows, int columns, float* target, long targetStride)
    {
        var (wholeRows, wholeColumns) = Avx512F.IsSupported ? (rows / Rows * Rows, columns / Columns * Columns) : (0, 0);
        for (var row = 0; row < wholeRows; row += Rows)
            for (var column = 0; column < wholeColumns; column += Columns)
                Block(source + row * stride + column, stride, target + column * targetStride + row, targetStride);
        for (var row = 0; row < rows; row++)
            for (var column = row < wholeRows ? wholeColumns : 0; column < columns; column++) target[column * targetStride + row] = source[row * stride + column];
    }

    // Four columns of sixteen rows: a vector takes every fourth row's part, so that each of its quarters is turned by itself.
    private static void Block(float* source, long stride, float* target, long targetStride)
    {
        var (a, b, c, d) = (Quarters(source, 4 * stride), Quarters(source + stride, 4 * stride), Quarters(source + 2 * stride, 4 * stride), Quarters(source + 3 * stride, 4 * stride));
        var (lowAb, highAb) = (Avx512F.UnpackLow(a, b), Avx512F.UnpackHigh(a, b)); // a0 b0 a1 b1; a2 b2 a3 b3
        var (lowCd, highCd) = (Avx512F.UnpackLow(c, d), Avx512F.UnpackHigh(c, d));
        Avx512F.Shuffle(lowAb, lowCd, 0b01_00_01_00).Store(target); // a0 b0 c0 d0
        Avx512F.Shuffle(lowAb, lowCd, 0b11_10_11_10).Store(target + targetStride);
        Avx512F.Shuffle(highAb, highCd, 0b01_00_01_00).Store(target + 2 * targetStride);
        Avx512F.Shuffle(highAb, highCd, 0b11_10_11_10).Store(target + 3 * targetStride);
    }

    private static Vector512<float> Quarters(float* source, long step) => Vector512.Create(
        Vector256.Create(Vector128.Load(source), Vector128.Load(source + step)),
        Vector256.Create(Vector128.Load(source + 2 * step), Vector128.Load(source + 3 * step)));
}
