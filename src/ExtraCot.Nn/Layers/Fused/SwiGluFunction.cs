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
            for (var row = from; row < to; row++) SwiGluRow.Forward(source + row * 2 * width, target + row * width, (int)width);
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
                SwiGluRow.Backward(source + row * 2 * width, incoming + row * width, target + row * 2 * width, null, (int)width);
        });
        return HandedOver.Return(result.MoveToOuterDisposeScope(), null);
    }
}
