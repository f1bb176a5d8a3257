using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>
/// The causal softmax of sixteen consecutive queries at once, in place: scores stand key by key, a query in each lane, so that maxima and sums need no lane
/// of another. Scores carry a factor log₂e, so that powers of two take the place of e's.
/// </summary>
internal static unsafe class SoftmaxColumns
{
    private const int Lanes = VectorMath.Lanes;

    /// <summary>Scores become 2^(score − max): probabilities but for the sum; zero where a query does not see the key.</summary>
    /// <param name="scores">Keys 0 … first + 15.</param>
    /// <param name="pitch">Elements from key to key.</param>
    /// <param name="first">Index of the first query, a multiple of 16: it sees the keys up to its own.</param>
    /// <returns>Each query's greatest score and sum of powers.</returns>
    internal static (Vector512<float> Max, Vector512<float> Sum) Forward(float* scores, nint pitch, int first)
    {
        var lowest = Vector512.Create(float.NegativeInfinity);
        Vector512<float> max = lowest, second = lowest; // two at a time: a maximum waits for the one before
        float* own = scores + first * pitch, at = scores;
        for (; at < own; at += 2 * pitch)
        {
            max = Vector512.Max(max, Vector512.Load(at));
            second = Vector512.Max(second, Vector512.Load(at + pitch));
        }
        for (var key = 0; key < Lanes; key++, at += pitch) max = Vector512.Max(max, Vector512.ConditionalSelect(Visible(key), Vector512.Load(at), lowest));
        max = Vector512.Max(max, second);
        var sum = Vector512<float>.Zero;
        for (at = scores; at < own; at += pitch)
        {
            var power = Power(Vector512.Load(at) - max);
            power.Store(at);
            sum += power;
        }
        for (var key = 0; key < Lanes; key++, at += pitch)
        {
            var power = Power(Vector512.Load(at) - max) & Visible(key);
            power.Store(at);
            sum += power;
        }
        return (max, sum);
    }

    /// <summary>Scores become probabilities, dP becomes dS = P · (dP − δ).</summary>
    /// <param name="scores">As in <see cref="Forward"/>.</param>
    /// <param name="gradient">dP, laid out alike.</param>
    /// <param name="pitch">Elements from key to key.</param>
    /// <param name="first">As in <see cref="Forward"/>.</param>
    /// <param name="logSum">Binary logarithms of the queries' sums of powers of two.</param>
    /// <param name="delta">δ = Σ P · dP of the queries.</param>
    internal static void Backward(float* scores, float* gradient, nint pitch, int first, Vector512<float> logSum, Vector512<float> delta)
    {
        float* own = scores + first * pitch, at = scores, d = gradient;
        for (; at < own; at += pitch, d += pitch)
        {
            var p = Power(Vector512.Load(at) - logSum);
            p.Store(at);
            (p * (Vector512.Load(d) - delta)).Store(d);
        }
        for (var key = 0; key < Lanes; key++, at += pitch, d += pitch)
        {
            var p = Power(Vector512.Load(at) - logSum) & Visible(key);
            p.Store(at);
            (p * (Vector512.Load(d) - delta) & Visible(key)).Store(d);
        }
    }

    // Of the last sixteen keys, those up to a query's own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Visible(int key) => Vector512.GreaterThanOrEqual(Vector512<float>.Indices, Vector512.Create((float)key));

    /// <summary>2^x for x up to 0, to about 2 ulp; what is below 2^-100, nothing beside a sum of at least 1, stays there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Power(Vector512<float> x)
    {
        var clamped = Vector512.Max(x, Vector512.Create(-100f));
        var rounding = Vector512.Create(12_582_912f); // 1.5 · 2^23: adding it leaves a float's whole part in its lowest bits
        var shifted = clamped + rounding;
        var r = clamped - (shifted - rounding);
        var p = Vector512.Create(1.535336188319500e-4f); // 2^r - 1 over r on [-1/2, 1/2] (Cephes' coefficients)
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.339887440266574e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(9.618437357674640e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.550332471162809e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.402264791363012e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(6.931472028550421e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        return (p.AsInt32() + (shifted.AsInt32() << 23)).AsSingle();
    }
}
