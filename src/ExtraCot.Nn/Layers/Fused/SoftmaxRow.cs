using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>
/// The softmax of a row of scores whose first elements alone are seen, in place; zero behind them, up to 16 elements beyond. Scores carry a factor log₂e,
/// so that powers of two take the place of e's.
/// </summary>
internal static unsafe class SoftmaxRow
{
    private const int Lanes = VectorMath.Lanes;

    /// <summary>Scores become 2^(score − max): probabilities but for the sum.</summary>
    /// <param name="scores">Written up to 16 elements behind the vector that holds the last one seen.</param>
    /// <param name="seen">At least 1.</param>
    /// <returns>The greatest score and the sum of powers.</returns>
    internal static (float Max, float Sum) Forward(float* scores, int seen)
    {
        var last = (seen - 1) / Lanes * Lanes;
        var visible = Visible(seen - last);
        var tail = Vector512.ConditionalSelect(visible, Vector512.Load(scores + last), Vector512.Create(float.NegativeInfinity));
        var max = tail;
        for (var i = 0; i < last; i += Lanes) max = Vector512.Max(max, Vector512.Load(scores + i));
        var greatest = VectorMath.Max(max);
        var shift = Vector512.Create(greatest);
        var total = Power(tail - shift) & visible;
        total.Store(scores + last);
        for (var i = 0; i < last; i += Lanes)
        {
            var power = Power(Vector512.Load(scores + i) - shift);
            power.Store(scores + i);
            total += power;
        }
        Vector512<float>.Zero.Store(scores + last + Lanes);
        return (greatest, VectorMath.Sum(total));
    }

    /// <summary>Scores become probabilities, dP becomes dS = P · (dP − δ).</summary>
    /// <param name="scores">As in <see cref="Forward"/>.</param>
    /// <param name="gradient">dP.</param>
    /// <param name="seen">At least 1.</param>
    /// <param name="logSum">Binary logarithm of the row's sum of powers of two.</param>
    /// <param name="delta">δ = Σ P · dP.</param>
    internal static void Backward(float* scores, float* gradient, int seen, float logSum, float delta)
    {
        var last = (seen - 1) / Lanes * Lanes;
        var visible = Visible(seen - last);
        var (shift, mean) = (Vector512.Create(logSum), Vector512.Create(delta));
        for (var i = 0; i < last; i += Lanes)
        {
            var p = Power(Vector512.Load(scores + i) - shift);
            p.Store(scores + i);
            (p * (Vector512.Load(gradient + i) - mean)).Store(gradient + i);
        }
        var tail = Power(Vector512.Load(scores + last) - shift) & visible;
        tail.Store(scores + last);
        (tail * (Vector512.Load(gradient + last) - mean) & visible).Store(gradient + last);
        Vector512<float>.Zero.Store(scores + last + Lanes);
        Vector512<float>.Zero.Store(gradient + last + Lanes);
    }

    private static Vector512<float> Visible(int count) => Vector512.LessThan(Vector512<float>.Indices, Vector512.Create((float)count));

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
