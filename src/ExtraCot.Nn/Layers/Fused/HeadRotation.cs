using System.Runtime.Intrinsics;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>The norm and rotary embedding of one head's row, forward and backward, eight lanes at a time.</summary>
internal static unsafe class HeadRotation
{
    private const int Lanes = 8;

    /// <summary>y = rotate(x / rms(x) · w) · scale.</summary>
    /// <param name="x">[D].</param>
    /// <param name="w">[D].</param>
    /// <param name="cosine">[D / 2] of the row's position.</param>
    /// <param name="sine">[D / 2].</param>
    /// <param name="width">D, a multiple of 16.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="scale">Factor of the result.</param>
    /// <param name="y">[D].</param>
    internal static void Forward(float* x, float* w, float* cosine, float* sine, int width, float epsilon, float scale, float* y)
    {
        var half = width / 2;
        var factor = Vector256.Create(Factor(x, width, epsilon) * scale);
        for (var i = 0; i < half; i += Lanes)
        {
            var first = Vector256.Load(x + i) * Vector256.Load(w + i) * factor;
            var second = Vector256.Load(x + half + i) * Vector256.Load(w + half + i) * factor;
            var (c, s) = (Vector256.Load(cosine + i), Vector256.Load(sine + i));
            (first * c - second * s).Store(y + i);
            (second * c + first * s).Store(y + half + i);
        }
    }

    /// <summary>Writes the gradient of x and adds that of w; <paramref name="dy"/> is overwritten.</summary>
    internal static void Backward(float* x, float* w, float* cosine, float* sine, int width, float epsilon, float scale, float* dy, float* dx, float* dw)
    {
        var half = width / 2;
        var unrotated = Vector256.Create(scale);
        for (var i = 0; i < half; i += Lanes)
        {
            var (first, second) = (Vector256.Load(dy + i) * unrotated, Vector256.Load(dy + half + i) * unrotated);
            var (c, s) = (Vector256.Load(cosine + i), Vector256.Load(sine + i));
            (first * c + second * s).Store(dy + i);
            (second * c - first * s).Store(dy + half + i);
        }
        var factor = Factor(x, width, epsilon);
        var products = Vector256<float>.Zero;
        for (var i = 0; i < width; i += Lanes) products += Vector256.Load(x + i) * Vector256.Load(w + i) * Vector256.Load(dy + i);
        var pull = Vector256.Create(-factor * factor * factor * Vector256.Sum(products) / width);
        var normal = Vector256.Create(factor);
        for (var i = 0; i < width; i += Lanes)
        {
            var (value, gradient) = (Vector256.Load(x + i), Vector256.Load(dy + i));
            (Vector256.Load(dw + i) + gradient * value * normal).Store(dw + i);
            (gradient * Vector256.Load(w + i) * normal + value * pull).Store(dx + i);
        }
    }

    private static float Factor(float* x, int width, float epsilon)
    {
        var squares = Vector256<float>.Zero;
        for (var i = 0; i < width; i += Lanes) squares += Vector256.Load(x + i) * Vector256.Load(x + i);
        return 1f / MathF.Sqrt(Vector256.Sum(squares) / width + epsilon);
    }
}
