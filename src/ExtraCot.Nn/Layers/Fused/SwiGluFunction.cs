using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>silu(gate) · up of the two halves of each row, in one pass forward and one backward.</summary>
internal sealed unsafe class SwiGluFunction : autograd.SingleTensorFunction<SwiGluFunction>
{
    public override string Name => nameof(SwiGluFunction);

    /// <param name="ctx">Keeps the input.</param>
    /// <param name="vars">[N, 2·F]: gate and up side by side; whether gradients are enabled.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var both = ((Tensor)vars[0]).contiguous();
        Saved.Keep(ctx, (bool)vars[1], both);
        long rows = both.size(0), width = both.size(1) / 2;
        var y = empty(rows, width);
        float* source = Rows.Pointer(both), target = Rows.Pointer(y);
        Rows.RunBlocks(rows, (_, from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                float* gate = source + row * 2 * width, up = gate + width, result = target + row * width;
                for (var i = 0; i < width; i += VectorMath.Lanes)
                {
                    var g = Vector512.Load(gate + i);
                    (g * Sigmoid(g) * Vector512.Load(up + i)).Store(result + i);
                }
            }
        });
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var saved = Saved.Of(ctx);
        using var outer = grad_output; // else it would live until the step ends
        var (both, gradient) = (saved[0], grad_output.contiguous());
        long rows = both.size(0), width = both.size(1) / 2;
        var result = empty_like(both);
        float* source = Rows.Pointer(both), incoming = Rows.Pointer(gradient), target = Rows.Pointer(result);
        Rows.RunBlocks(rows, (_, from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                float* gate = source + row * 2 * width, up = gate + width, dy = incoming + row * width, dGate = target + row * 2 * width, dUp = dGate + width;
                for (var i = 0; i < width; i += VectorMath.Lanes)
                {
                    var (g, d) = (Vector512.Load(gate + i), Vector512.Load(dy + i));
                    var sigmoid = Sigmoid(g);
                    var silu = g * sigmoid;
                    (d * silu).Store(dUp + i);
                    (d * Vector512.Load(up + i) * (sigmoid + silu - silu * sigmoid)).Store(dGate + i); // silu' = σ + g·σ·(1 − σ)
                }
            }
        });
        return HandedOver.Return(result.MoveToOuterDisposeScope(), null);
    }

    private static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + VectorMath.Exp(-x));
}
