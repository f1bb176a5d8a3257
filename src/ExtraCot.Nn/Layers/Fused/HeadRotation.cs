using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>The norm and rotary embedding of one head's row, forward and backward, sixteen lanes at a time.</summary>
internal static unsafe class HeadRotation
{
    private const int Lanes = VectorMath.Lanes;

    /// <summary>y = rotate(x / rms(x) · w) · scale.</summary>
    /// <param name="x">[D].</param>
    /// <param name="w">[D].</param>
    /// <param name="cosine">[D / 2] of the row's position.</param>
    /// <param name="sine">[D / 2].</param>
    /// <param name="width">D, a multiple of 32.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="scale">Factor of the result.</param>
    /// <param name="y">[D].</param>
    internal static void Forward(float* x, float* w, float* cosine, float* sine, int width, float epsilon, float scale, float* y)
    {
        var half = width / 2;
        var factor = Vector512.Create(Factor(x, width, epsilon) * scale);
        for (var i = 0; i < half; i += Lanes)
        {
            var first = Vector512.Load(x + i) * Vector512.Load(w + i) * factor;
            var second = Vector512.Load(x + half + i) * Vector512.Load(w + half + i) * factor;
            var (c, s) = (Vector512.Load(cosine + i), Vector512.Load(sine + i));
            (first * c - second * s).Store(y + i);
            (second * c + first * s).Store(y + half + i);
        }
    }

    /// <summary>Writes the gradient of x and adds that of w; <paramref name="dy"/> is overwritten.</summary>
    internal static void Backward(float* x, float* w, float* cosine, float* sine, int width, float epsilon, float scale, float* dy, float* dx, float* dw)
    {
        var half = width / 2;
        var unrotated = Vector512.Create(scale);
        for (var i = 0; i < half; i += Lanes)
        {
            var (first, second) = (Vector512.Load(dy + i) * unrotated, Vector512.Load(dy + half + i) * unrotated);
            var (c, s) = (Vector512.Load(cosine + i), Vector512.Load(sine + i));
            (first * c + second * s).Store(dy + i);
            (second * c - first * s).Store(dy + half + i);
        }
        var factor = Factor(x, width, epsilon);
        var products = Vector512<float>.Zero;
        for (var i = 0; i < width; i += Lanes) products += Vector512.Load(x + i) * Vector512.Load(w + i) * Vector512.Load(dy + i);
        var pull = Vector512.Create(-factor * factor * factor * VectorMath.Sum(products) / width);
        var normal = Vector512.Create(factor);
        for (var i = 0; i < width; i += Lanes)
        {
            var (value, gradient) = (Vector512.Load(x + i), Vector512.Load(dy + i));
            (Vector512.Load(dw + i) + gradient * value * normal).Store(dw + i);
            (gradient * Vector512.Load(w + i) * normal + value * pull).Store(dx + i);
        }
    }

    private static float Factor(float* x, int width, float epsilon)
    {
        var squares = Vector512<float>.Zero;
        for (var i = 0; i < width; i += Lanes) squares += Vector512.Load(x + i) * Vector512.Load(x + i);
        return 1f / MathF.Sqrt(VectorMath.Sum(squares) / width + epsilon);
    }
}
