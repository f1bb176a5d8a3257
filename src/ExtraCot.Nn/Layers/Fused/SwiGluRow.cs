using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ExtraCot.Nn.Generation.Simd;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>silu(gate) · up of one row, gate and up side by side.</summary>
internal static unsafe class SwiGluRow
{
    /// <param name="gates">[2·F].</param>
    /// <param name="y">[F].</param>
    /// <param name="width">F, a multiple of 16.</param>
    internal static void Forward(float* gates, float* y, int width)
    {
        for (var i = 0; i < width; i += VectorMath.Lanes)
        {
            var g = Vector512.Load(gates + i);
            (g * Sigmoid(g) * Vector512.Load(gates + width + i)).Store(y + i);
        }
    }

    /// <summary>Writes the gradient of gate and up and, once more, the result.</summary>
    /// <param name="gates">[2·F].</param>
    /// <param name="dy">[F].</param>
    /// <param name="gradient">[2·F].</param>
    /// <param name="y">[F], or null where the result is not wanted.</param>
    /// <param name="width">F, a multiple of 16.</param>
    internal static void Backward(float* gates, float* dy, float* gradient, float* y, int width)
    {
        for (var i = 0; i < width; i += VectorMath.Lanes)
        {
            if (Sse.IsSupported) // two rows ahead: gate and up have left the caches since the forward pass, and two short streams a row lead the processor's own prefetch astray
            {
                Sse.Prefetch1(gates + 4 * width + i);
                Sse.Prefetch1(gates + 5 * width + i);
            }
            var (g, up, d) = (Vector512.Load(gates + i), Vector512.Load(gates + width + i), Vector512.Load(dy + i));
            var sigmoid = Sigmoid(g);
            var silu = g * sigmoid;
            (d * silu).Store(gradient + width + i);
            (d * up * (sigmoid + silu - silu * sigmoid)).Store(gradient + i); // silu' = σ + g·σ·(1 − σ)
            if (y != null) (silu * up).Store(y + i);
        }
    }

    private static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + VectorMath.Exp(-x));
}
