using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>Norms, rotation and causal attention of packed documents as one operation; keeps its input, its output and one number a row and head.</summary>
internal sealed unsafe class AttentionFunction : autograd.SingleTensorFunction<AttentionFunction>
{
    private const string Shape = "shape";

    public override string Name => nameof(AttentionFunction);

    /// <param name="ctx">Keeps what backward needs.</param>
    /// <param name="vars">Queries, keys and values [N, (H + 2·Hk)·D]; query norm [D]; key norm [D]; cosine and sine [longest, D]; <see cref="AttentionShape"/>; whether gradients are enabled.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, queryNorm, keyNorm, cosine, sine, shape) = (((Tensor)vars[0]).contiguous(), (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3], (Tensor)vars[4], (AttentionShape)vars[5]);
        var output = empty(input.size(0), shape.Heads * shape.Width);
        var logSum = empty(input.size(0), shape.Heads);
        Saved.Keep(ctx, (bool)vars[6], input, queryNorm, keyNorm, cosine, sine, output, logSum);
        ctx.save_data(Shape, shape);
        var data = new AttentionData
        {
            Input = Rows.Pointer(input),
            QueryNorm = Rows.Pointer(queryNorm),
            KeyNorm = Rows.Pointer(keyNorm),
            Cosine = Rows.Pointer(cosine),
            Sine = Rows.Pointer(sine),
            Output = Rows.Pointer(output),
            LogSum = Rows.Pointer(logSum),
        };
        Rows.Run(shape.Tasks, index => new AttentionForward(shape, shape.Documents[index / shape.Groups], index % shape.Groups, data).Run());
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var saved = Saved.Of(ctx);
        using var outer = grad_output; // else it would live until the step ends
        var shape = (AttentionShape)ctx.get_data(Shape);
        var gradient = grad_output.contiguous();
        var result = empty_like(saved[0]);
        var norms = zeros(shape.Tasks, 2, shape.Width); // summed in order, whatever the number of threads
        var sums = Rows.Pointer(norms);
        var data = new AttentionData
        {
            Input = Rows.Pointer(saved[0]),
            QueryNorm = Rows.Pointer(saved[1]),
            KeyNorm = Rows.Pointer(saved[2]),
            Cosine = Rows.Pointer(saved[3]),
            Sine = Rows.Pointer(saved[4]),
            Output = Rows.Pointer(saved[5]),
            LogSum = Rows.Pointer(saved[6]),
            OutputGradient = Rows.Pointer(gradient),
            InputGradient = Rows.Pointer(result),
        };
        Rows.Run(shape.Tasks, index =>
            new AttentionBackward(shape, shape.Documents[index / shape.Groups], index % shape.Groups, data).Run(sums + (long)index * 2 * shape.Width, sums + (index * 2L + 1) * shape.Width));
        var summed = norms.sum(dim: 0);
        return HandedOver.Return(result.MoveToOuterDisposeScope(), summed[0].MoveToOuterDisposeScope(), summed[1].MoveToOuterDisposeScope(), null, null, null, null);
    }
}
