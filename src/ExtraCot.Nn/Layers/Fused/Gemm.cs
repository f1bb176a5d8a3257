using System.Runtime.InteropServices;
using ExtraCot.Nn.Runtime;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>
/// Float32 products of contiguous row-major matrices by the BLAS inside libtorch, called directly: a block of rows at a time they then cost no tensor
/// and no graph. As many threads as libtorch's own products.
/// </summary>
internal static unsafe class Gemm
{
    // Fortran's sgemm: op(A), op(B), m, n, k, α, A, lda, B, ldb, β, C, ldc; matrices stand column by column.
    private static readonly delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void> Routine = Find();

    /// <value>Whether this libtorch exports its BLAS, as those with MKL do.</value>
    internal static bool Available => Routine != null;

    /// <summary>y = x · Wᵀ, or added to y.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="w">[outputs, inputs].</param>
    /// <param name="y">[rows, outputs].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of y.</param>
    /// <param name="add">Whether to add to y.</param>
    /// <param name="transposed">Whether w is [inputs, outputs].</param>
    internal static void Forward(float* x, float* w, float* y, int rows, int inputs, int outputs, bool add, bool transposed) =>
        Run(transposed ? (byte)'N' : (byte)'T', (byte)'N', outputs, rows, inputs, w, transposed ? outputs : inputs, x, inputs, add, y, outputs);

    /// <summary>dx = dy · W.</summary>
    internal static void InputGradient(float* dy, float* w, float* dx, int rows, int inputs, int outputs) =>
        Run((byte)'N', (byte)'N', inputs, rows, outputs, w, inputs, dy, outputs, add: false, dx, inputs);

    /// <summary>dW = dyᵀ · x, or added to dW.</summary>
    internal static void WeightGradient(float* dy, float* x, float* dw, int rows, int inputs, int outputs, bool add) =>
        Run((byte)'N', (byte)'T', inputs, outputs, rows, x, inputs, dy, outputs, add, dw, inputs);

    private static void Run(byte first, byte second, int m, int n, int k, float* a, int lda, float* b, int ldb, bool add, float* c, int ldc)
    {
        float one = 1, beta = add ? 1 : 0;
        Routine(&first, &second, &m, &n, &k, &one, a, &lda, b, &ldb, &beta, c, &ldc);
    }

    private static delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void> Find()
    {
        try
        {
            return NativeLibrary.TryGetExport(NativeResolver.Library("libtorch_cpu.so"), "sgemm_", out var routine)
                ? (delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void>)routine
                : null;
        }
        catch (DllNotFoundException)
        {
            return null; // another system's libtorch has other names
        }
    }
}
