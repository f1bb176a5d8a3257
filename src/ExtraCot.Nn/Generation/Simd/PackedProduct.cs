using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>
/// y = x Wᵀ over packed weights. Each output is one chain of fused multiply-adds over the inputs in order, whatever the number of rows.
/// </summary>
internal static unsafe class PackedProduct
{
    private const int RowBlock = WeightMatrix.RowBlock;

    /// <inheritdoc cref="WeightMatrix.Multiply"/>
    internal static void Run(float* x, int rows, PackedMatrix w, float* y, bool accumulate, int firstPanel, int lastPanel)
    {
        var blocked = rows % RowBlock == 1 ? rows - 1 : rows; // one row left over is not worth a block
        if (blocked < rows) Single(x + (long)blocked * w.Inputs, w, y + (long)blocked * w.Stride, accumulate, firstPanel, lastPanel);
        for (var panel = firstPanel; panel < lastPanel; panel++)
            for (var row = 0; row < blocked; row += RowBlock)
                Block(x + (long)row * w.Inputs, w.Inputs, w.Panel(panel), y + (long)row * w.Stride + panel * PackedMatrix.PanelWidth, w.Stride, accumulate);
    }

    // 8 rows x 32 columns stay in 16 registers; per input: 2 loads of weights, 8 broadcasts, 16 multiply-adds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(float* x, int inputs, float* w, float* y, int stride, bool accumulate)
    {
        float* x0 = x, x1 = x0 + inputs, x2 = x1 + inputs, x3 = x2 + inputs, x4 = x3 + inputs, x5 = x4 + inputs, x6 = x5 + inputs, x7 = x6 + inputs;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        if (accumulate)
        {
            Load(y, ref a0, ref b0);
            Load(y + stride, ref a1, ref b1);
            Load(y + 2 * stride, ref a2, ref b2);
            Load(y + 3 * stride, ref a3, ref b3);
            Load(y + 4 * stride, ref a4, ref b4);
            Load(y + 5 * stride, ref a5, ref b5);
            Load(y + 6 * stride, ref a6, ref b6);
            Load(y + 7 * stride, ref a7, ref b7);
        }
        for (nint k = 0; k < inputs; k++, w += PackedMatrix.PanelWidth)
        {
            var left = Vector512.LoadAligned(w);
            var right = Vector512.LoadAligned(w + VectorMath.Lanes);
            Step(x0[k], left, right, ref a0, ref b0);
            Step(x1[k], left, right, ref a1, ref b1);
            Step(x2[k], left, right, ref a2, ref b2);
            Step(x3[k], left, right, ref a3, ref b3);
            Step(x4[k], left, right, ref a4, ref b4);
            Step(x5[k], left, right, ref a5, ref b5);
            Step(x6[k], left, right, ref a6, ref b6);
            Step(x7[k], left, right, ref a7, ref b7);
        }
        Store(y, a0, b0);
        Store(y + stride, a1, b1);
        Store(y + 2 * stride, a2, b2);
        Store(y + 3 * stride, a3, b3);
        Store(y + 4 * stride, a4, b4);
        Store(y + 5 * stride, a5, b5);
        Store(y + 6 * stride, a6, b6);
        Store(y + 7 * stride, a7, b7);
    }

    // One row: two panels at once give four chains, enough to wait for the weights and for nothing else.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Single(float* x, PackedMatrix w, float* y, bool accumulate, int firstPanel, int lastPanel)
    {
        for (var panel = firstPanel; panel < lastPanel; panel += 2)
        {
            float* first = w.Panel(panel), second = panel + 1 < lastPanel ? w.Panel(panel + 1) : first;
            float* left = y + panel * PackedMatrix.PanelWidth, right = left + (second - first) / w.Inputs;
            Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default;
            if (accumulate)
            {
                Load(left, ref a0, ref b0);
                Load(right, ref a1, ref b1);
            }
            nint inputs = w.Inputs;
            for (nint k = 0; k < inputs; k++, first += PackedMatrix.PanelWidth, second += PackedMatrix.PanelWidth)
            {
                Step(x[k], Vector512.LoadAligned(first), Vector512.LoadAligned(first + VectorMath.Lanes), ref a0, ref b0);
                Step(x[k], Vector512.LoadAligned(second), Vector512.LoadAligned(second + VectorMath.Lanes), ref a1, ref b1);
            }
            Store(left, a0, b0);
            Store(right, a1, b1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(float input, Vector512<float> left, Vector512<float> right, ref Vector512<float> a, ref Vector512<float> b)
    {
        var broadcast = Vector512.Create(input);
        a = Vector512.FusedMultiplyAdd(broadcast, left, a);
        b = Vector512.FusedMultiplyAdd(broadcast, right, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(float* y, ref Vector512<float> a, ref Vector512<float> b) =>
        (a, b) = (Vector512.Load(y), Vector512.Load(y + VectorMath.Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* y, Vector512<float> a, Vector512<float> b)
    {
        a.Store(y);
        b.Store(y + VectorMath.Lanes);
    }
}
