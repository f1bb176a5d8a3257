using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ExtraCot.Nn.Generation.Simd;

/// <summary>Element-wise float32 mathematics, 16 lanes at a time; a result depends on its inputs alone, not on the vector width of the CPU.</summary>
internal static class VectorMath
{
    internal const int Lanes = 16;

    /// <summary>e^x to about 1 ulp: 2^n times a polynomial on [-ln2/2, ln2/2] (Cephes' coefficients); 0 below -87.3, and for minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Exp(Vector512<float> x)
    {
        var clamped = Vector512.Min(Vector512.Max(x, Vector512.Create(-87.3f)), Vector512.Create(88.3f));
        var n = Vector512.Round(clamped * 1.44269504088896341f);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), clamped);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + Vector512<float>.One);
        var scale = (Vector512.ConvertToInt32(n) + Vector512.Create(127)) << 23;
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-87.3f)), Vector512<float>.Zero, p * scale.AsSingle());
    }

    /// <summary>target[i] = e^(source[i] - shift); the two may be the same.</summary>
    internal static void ExpShifted(ReadOnlySpan<float> source, float shift, Span<float> target)
    {
        var vectors = source.Length / Lanes * Lanes;
        for (var i = 0; i < vectors; i += Lanes)
            Exp(Vector512.Create(source[i..]) - Vector512.Create(shift)).CopyTo(target[i..]);
        for (var i = vectors; i < source.Length; i++)
            target[i] = Exp(Vector512.Create(source[i] - shift)).ToScalar();
    }

    internal static float Max(ReadOnlySpan<float> values)
    {
        var max = Vector512.Create(float.NegativeInfinity);
        foreach (var vector in MemoryMarshal.Cast<float, Vector512<float>>(values)) max = Vector512.Max(max, vector);
        var result = Max(max);
        foreach (var value in values[(values.Length / Lanes * Lanes)..]) result = MathF.Max(result, value);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Max(Vector512<float> values)
    {
        var half = Vector256.Max(values.GetLower(), values.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return MathF.Max(MathF.Max(quarter[0], quarter[1]), MathF.Max(quarter[2], quarter[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Sum(Vector512<float> values)
    {
        var half = values.GetLower() + values.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return (quarter[0] + quarter[1]) + (quarter[2] + quarter[3]);
    }

    /// <summary>target = source / rms(source) * weight; lengths are multiples of 16, the two may be the same.</summary>
    internal static unsafe void RmsNorm(float* source, ReadOnlySpan<float> weight, float epsilon, float* target)
    {
        var squares = Vector512<float>.Zero;
        for (var i = 0; i < weight.Length; i += Lanes)
        {
            var x = Vector512.Load(source + i);
            squares = Vector512.FusedMultiplyAdd(x, x, squares);
        }
        var factor = Vector512.Create(1f / MathF.Sqrt(Sum(squares) / weight.Length + epsilon));
        for (var i = 0; i < weight.Length; i += Lanes)
            (Vector512.Load(source + i) * factor * Vector512.Create(weight[i..])).Store(target + i);
    }

    /// <summary>Index of the largest value; the first of equals.</summary>
    internal static int ArgMax(ReadOnlySpan<float> values) => values.IndexOf(Max(values));
}
