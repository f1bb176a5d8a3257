using System.Runtime.Intrinsics;
using ExtraCot.Nn.Generation.Simd;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>Root-mean-square normalisation in one pass forward and one backward.</summary>
internal sealed unsafe class RmsNormFunction : autograd.SingleTensorFunction<RmsNormFunction>
{
    public override string Name => nameof(RmsNormFunction);

    /// <param name="ctx">Keeps the inputs.</param>
    /// <param name="vars">x [N, D]; weight [D]; ε; whether gradients are enabled.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, epsilon) = (((Tensor)vars[0]).contiguous(), (Tensor)vars[1], (float)(double)vars[2]);
        Saved.Keep(ctx, (bool)vars[3], x, weight);
        ctx.save_data("epsilon", vars[2]);
        var width = (int)weight.numel();
        var y = empty_like(x);
        float* source = Rows.Pointer(x), w = Rows.Pointer(weight), target = Rows.Pointer(y);
        Rows.RunBlocks(x.numel() / width, (_, from, to) =>
        {
            for (var row = from; row < to; row++)
                VectorMath.RmsNorm(source + row * width, new ReadOnlySpan<float>(w, width), epsilon, target + row * width);
        });
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var saved = Saved.Of(ctx);
        using var outer = grad_output; // else it would live until the step ends
        var (x, weight, gradient, epsilon) = (saved[0], saved[1], grad_output.contiguous(), (float)(double)ctx.get_data("epsilon"));
        var width = (int)weight.numel();
        var rows = x.numel() / width;
        var dx = empty_like(x);
        var partial = zeros(Rows.Blocks(rows), width); // summed in order, so the result is the same on any number of threads
        float* source = Rows.Pointer(x), w = Rows.Pointer(weight), g = Rows.Pointer(gradient), target = Rows.Pointer(dx), sums = Rows.Pointer(partial);
        Rows.RunBlocks(rows, (block, from, to) =>
        {
            for (var row = from; row < to; row++)
                Backward(source + row * width, w, g + row * width, epsilon, width, null, target + row * width, sums + (long)block * width);
        });
        return HandedOver.Return(dx.MoveToOuterDisposeScope(), partial.sum(dim: 0).MoveToOuterDisposeScope(), null, null);
    }

    /// <summary>One row: writes the gradient of x, plus that of the branch past the norm where there is one, and adds that of the weight.</summary>
    internal static void Backward(float* x, float* w, float* g, float epsilon, int width, float* residual, float* dx, float* dw)
    {
        Vector512<float> squares = default, products = default;
        for (var i = 0; i < width; i += VectorMath.Lanes)
        {
            var value = Vector512.Load(x + i);
            squares = Vector512.FusedMultiplyAdd(value, value, squares);
            products = Vector512.FusedMultiplyAdd(value * Vector512.Load(w + i), Vector512.Load(g + i), products);
        }
        var factor = 1f / MathF.Sqrt(VectorMath.Sum(squares) / width + epsilon);
        var scale = Vector512.Create(factor);
        var pull = Vector512.Create(-factor * factor * factor * VectorMath.Sum(products) / width);
        for (var i = 0; i < width; i += VectorMath.Lanes)
        {
            var (value, gradient) = (Vector512.Load(x + i), Vector512.Load(g + i));
            Vector512.FusedMultiplyAdd(gradient * value, scale, Vector512.Load(dw + i)).Store(dw + i);
            var result = Vector512.FusedMultiplyAdd(value, pull, gradient * Vector512.Load(w + i) * scale);
            (residual == null ? result : result + Vector512.Load(residual + i)).Store(dx + i);
        }
    }
}
