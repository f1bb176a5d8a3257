using ExtraCot.Nn.Layers.Fused;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>Keeps only the input of a block and computes the block again when its gradient is wanted (Chen et al., arXiv 1604.06174).</summary>
internal sealed class CheckpointFunction : autograd.SingleTensorFunction<CheckpointFunction>
{
    private const string Block = "block";

    public override string Name => nameof(CheckpointFunction);

    /// <summary>The block's result; its parameters get their gradients directly.</summary>
    /// <param name="x">The block's only input that carries a gradient; without one the parameters would get none either.</param>
    /// <param name="block">Must give the same result each time.</param>
    public static Tensor Run(Tensor x, Func<Tensor, Tensor> block) => apply(x.requires_grad ? x : x.detach().requires_grad_(), block);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, block) = ((Tensor)vars[0], (Func<Tensor, Tensor>)vars[1]);
        Saved.Keep(ctx, recording: true, x);
        ctx.save_data(Block, block);
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        return block(x).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var guard = enable_grad();
        using var saved = Saved.Of(ctx);
        using var outer = grad_output; // else it would live until the step ends
        var x = saved[0].detach().requires_grad_();
        ((Func<Tensor, Tensor>)ctx.get_data(Block))(x).backward([grad_output]);
        return HandedOver.Return(x.grad!.MoveToOuterDisposeScope(), null);
    }
}
