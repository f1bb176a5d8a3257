using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>The inner product of small matrices: 8 rows by 32 columns in registers.</summary>
internal static unsafe class Tile
{
    internal const int Height = 8, Width = 32;
    private const int Lanes = 16;

    /// <summary>y[r, c] = Σ_k a[r·rowStep + k·step] · w[k, c], or added to y.</summary>
    /// <param name="a">Eight rows; with rowStep 1 and step the row length it is read transposed.</param>
    /// <param name="rowStep">Elements from row to row.</param>
    /// <param name="step">Elements from k to k + 1.</param>
    /// <param name="count">Number of k.</param>
    /// <param name="w">[count, 32].</param>
    /// <param name="y">Eight rows of 32.</param>
    /// <param name="stride">Elements from row to row of y.</param>
    /// <param name="add">Whether to add to y.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(float* a, nint rowStep, nint step, int count, float* w, float* y, nint stride, bool add)
    {
        float* a0 = a, a1 = a0 + rowStep, a2 = a1 + rowStep, a3 = a2 + rowStep, a4 = a3 + rowStep, a5 = a4 + rowStep, a6 = a5 + rowStep, a7 = a6 + rowStep;
        Vector512<float> l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default, l6 = default, l7 = default;
        Vector512<float> r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default, r7 = default;
        if (add)
        {
            Load(y, ref l0, ref r0);
            Load(y + stride, ref l1, ref r1);
            Load(y + 2 * stride, ref l2, ref r2);
            Load(y + 3 * stride, ref l3, ref r3);
            Load(y + 4 * stride, ref l4, ref r4);
            Load(y + 5 * stride, ref l5, ref r5);
            Load(y + 6 * stride, ref l6, ref r6);
            Load(y + 7 * stride, ref l7, ref r7);
        }
        nint offset = 0;
        for (var k = 0; k < count; k++, w += Width, offset += step)
        {
            var left = Vector512.Load(w);
            var right = Vector512.Load(w + Lanes);
            Step(a0[offset], left, right, ref l0, ref r0);
            Step(a1[offset], left, right, ref l1, ref r1);
            Step(a2[offset], left, right, ref l2, ref r2);
            Step(a3[offset], left, right, ref l3, ref r3);
            Step(a4[offset], left, right, ref l4, ref r4);
            Step(a5[offset], left, right, ref l5, ref r5);
            Step(a6[offset], left, right, ref l6, ref r6);
            Step(a7[offset], left, right, ref l7, ref r7);
        }
        Store(y, l0, r0);
        Store(y + stride, l1, r1);
        Store(y + 2 * stride, l2, r2);
        Store(y + 3 * stride, l3, r3);
        Store(y + 4 * stride, l4, r4);
        Store(y + 5 * stride, l5, r5);
        Store(y + 6 * stride, l6, r6);
        Store(y + 7 * stride, l7, r7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(float input, Vector512<float> left, Vector512<float> right, ref Vector512<float> l, ref Vector512<float> r)
    {
        var broadcast = Vector512.Create(input);
        l = Vector512.FusedMultiplyAdd(broadcast, left, l);
        r = Vector512.FusedMultiplyAdd(broadcast, right, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(float* y, ref Vector512<float> l, ref Vector512<float> r) => (l, r) = (Vector512.Load(y), Vector512.Load(y + Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* y, Vector512<float> l, Vector512<float> r)
    {
        l.Store(y);
        r.Store(y + Lanes);
    }
}
