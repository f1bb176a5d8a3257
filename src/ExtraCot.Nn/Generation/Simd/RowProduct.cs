using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// y = x Wᵀ over weights stored row by row. An output is summed over spans of <see cref="Depth"/> inputs: within a span each of 16 lanes is one
/// chain of fused multiply-adds, the lanes are then added up in a fixed order. Inputs are a multiple of 16.
/// </summary>
internal static unsafe class RowProduct
{
    /// <summary>Inputs of a span: eight rows of them stay in the first-level cache.</summary>
    internal const int Depth = 1024;

    private const int Lanes = VectorMath.Lanes;
    private const int RowBlock = WeightMatrix.RowBlock;

    /// <summary>16 weights: floats as they are, or bfloat16 bits, which are the upper half of a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load<T>(T* w) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Vector512.Load((float*)w);
        var half = Vector256.Load((ushort*)w);
        return (Vector512.Create(Vector256.WidenLower(half), Vector256.WidenUpper(half)) << 16).AsSingle();
    }

    /// <summary>bfloat16 to float32, exactly.</summary>
    internal static void Widen(ushort* source, float* target, int count)
    {
        for (nint i = 0; i < count; i += Lanes) Load(source + i).Store(target + i);
    }

    /// <summary>One row of x: eight outputs at once, enough to wait for the weights and for nothing else.</summary>
    /// <param name="x">[inputs]</param>
    /// <typeparam name="T">float, or ushort for bfloat16.</typeparam>
    /// <param name="inputs">Columns of the weight.</param>
    /// <param name="w">[outputs, inputs]</param>
    /// <param name="y">[outputs]</param>
    /// <param name="accumulate">Whether to start from what y holds instead of zero.</param>
    /// <param name="first">First output.</param>
    /// <param name="last">The one behind the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Single<T>(float* x, int inputs, T* w, float* y, bool accumulate, int first, int last) where T : unmanaged
    {
        var output = first;
        for (; output + 8 <= last; output += 8)
        {
            T* w0 = w + (long)output * inputs, w1 = w0 + inputs, w2 = w1 + inputs, w3 = w2 + inputs, w4 = w3 + inputs, w5 = w4 + inputs, w6 = w5 + inputs, w7 = w6 + inputs;
            for (var k = 0; k < inputs; k += Depth)
            {
                Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
                nint end = Math.Min(k + Depth, inputs);
                for (nint i = k; i < end; i += Lanes)
                {
                    var v = Vector512.Load(x + i);
                    a0 = Vector512.FusedMultiplyAdd(v, Load(w0 + i), a0);
                    a1 = Vector512.FusedMultiplyAdd(v, Load(w1 + i), a1);
                    a2 = Vector512.FusedMultiplyAdd(v, Load(w2 + i), a2);
                    a3 = Vector512.FusedMultiplyAdd(v, Load(w3 + i), a3);
                    a4 = Vector512.FusedMultiplyAdd(v, Load(w4 + i), a4);
                    a5 = Vector512.FusedMultiplyAdd(v, Load(w5 + i), a5);
                    a6 = Vector512.FusedMultiplyAdd(v, Load(w6 + i), a6);
                    a7 = Vector512.FusedMultiplyAdd(v, Load(w7 + i), a7);
                }
                Add(y + output, accumulate || k > 0, a0, a1, a2, a3, a4, a5, a6, a7);
            }
        }
        for (; output < last; output++)
            for (var k = 0; k < inputs; k += Depth)
            {
                var a = Vector512<float>.Zero;
                nint end = Math.Min(k + Depth, inputs);
                for (nint i = k; i < end; i += Lanes) a = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Load(w + (long)output * inputs + i), a);
                Add(y + output, accumulate || k > 0, a);
            }
    }

    /// <summary>Several rows of x against float32 weights, over one span of inputs.</summary>
    /// <param name="x">[rows rounded up to 8, inputs], at the span's first input.</param>
    /// <param name="inputs">Floats from one row of x to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="w">Weights of the first output, at the span's first input.</param>
    /// <param name="pitch">Floats from one output's weights to the next one's.</param>
    /// <param name="y">[rows rounded up to 8, stride], at the first output.</param>
    /// <param name="stride">Floats from one row of y to the next.</param>
    /// <param name="accumulate">Whether to start from what y holds instead of zero.</param>
    /// <param name="outputs">Outputs to compute.</param>
    /// <param name="depth">Inputs of the span, at most <see cref="Depth"/>.</param>
    internal static void Batch(float* x, int inputs, int rows, float* w, int pitch, float* y, int stride, bool accumulate, int outputs, int depth)
    {
        for (var row = 0; row < rows; row += RowBlock)
        {
            float* xr = x + (long)row * inputs, yr = y + (long)row * stride, wr = w;
            var output = 0;
            for (; output + 3 <= outputs; output += 3, wr += 3 * (long)pitch) Tile(xr, inputs, wr, pitch, yr + output, stride, accumulate, depth);
            for (; output < outputs; output++, wr += pitch) Column(xr, inputs, wr, yr + output, stride, accumulate, depth);
        }
    }

    // 8 rows x 3 outputs stay in 24 registers; per 16 inputs: 11 loads, 24 multiply-adds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* x, int inputs, float* w, int pitch, float* y, int stride, bool accumulate, nint depth)
    {
        float* x0 = x, x1 = x0 + inputs, x2 = x1 + inputs, x3 = x2 + inputs, x4 = x3 + inputs, x5 = x4 + inputs, x6 = x5 + inputs, x7 = x6 + inputs;
        float* w0 = w, w1 = w0 + pitch, w2 = w1 + pitch;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        for (nint i = 0; i < depth; i += Lanes)
        {
            var (u, v, t) = (Vector512.Load(w0 + i), Vector512.Load(w1 + i), Vector512.Load(w2 + i));
            Step(Vector512.Load(x0 + i), u, v, t, ref a0, ref b0, ref c0);
            Step(Vector512.Load(x1 + i), u, v, t, ref a1, ref b1, ref c1);
            Step(Vector512.Load(x2 + i), u, v, t, ref a2, ref b2, ref c2);
            Step(Vector512.Load(x3 + i), u, v, t, ref a3, ref b3, ref c3);
            Step(Vector512.Load(x4 + i), u, v, t, ref a4, ref b4, ref c4);
            Step(Vector512.Load(x5 + i), u, v, t, ref a5, ref b5, ref c5);
            Step(Vector512.Load(x6 + i), u, v, t, ref a6, ref b6, ref c6);
            Step(Vector512.Load(x7 + i), u, v, t, ref a7, ref b7, ref c7);
        }
        Add(y, accumulate, a0, b0, c0);
        Add(y + stride, accumulate, a1, b1, c1);
        Add(y + 2 * stride, accumulate, a2, b2, c2);
        Add(y + 3 * stride, accumulate, a3, b3, c3);
        Add(y + 4 * stride, accumulate, a4, b4, c4);
        Add(y + 5 * stride, accumulate, a5, b5, c5);
        Add(y + 6 * stride, accumulate, a6, b6, c6);
        Add(y + 7 * stride, accumulate, a7, b7, c7);
    }

    private static void Column(float* x, int inputs, float* w, float* y, int stride, bool accumulate, nint depth)
    {
        for (var row = 0; row < RowBlock; row++, x += inputs)
        {
            var a = Vector512<float>.Zero;
            for (nint i = 0; i < depth; i += Lanes) a = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(w + i), a);
            Add(y + row * stride, accumulate, a);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(Vector512<float> x, Vector512<float> u, Vector512<float> v, Vector512<float> t, ref Vector512<float> a, ref Vector512<float> b, ref Vector512<float> c)
    {
        a = Vector512.FusedMultiplyAdd(x, u, a);
        b = Vector512.FusedMultiplyAdd(x, v, b);
        c = Vector512.FusedMultiplyAdd(x, t, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* y, bool accumulate, params ReadOnlySpan<Vector512<float>> sums)
    {
        for (var i = 0; i < sums.Length; i++) y[i] = (accumulate ? y[i] : 0f) + VectorMath.Sum(sums[i]);
    }
}
