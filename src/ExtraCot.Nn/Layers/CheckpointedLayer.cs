using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>
/// An encoder layer whose activations are not kept for the backward pass but computed again there (Chen et al., arXiv 1604.06174). The batch's tensors
/// must live until then.
/// </summary>
internal sealed class CheckpointedLayer : autograd.SingleTensorFunction<CheckpointedLayer>
{
    private const string Work = "work";

    public override string Name => nameof(CheckpointedLayer);

    /// <summary>The layer's output.</summary>
    /// <param name="layer">Its parameters get their gradients in the backward pass.</param>
    /// <param name="hidden">[B, T, width]; requires a gradient, without which autograd would pass the layer by.</param>
    /// <param name="batch">Masks.</param>
    /// <param name="dropoutSeed">Makes dropout fall alike in both passes; null when there is none.</param>
    public static Tensor Forward(EncoderLayer layer, Tensor hidden, EncoderBatch batch, long? dropoutSeed) => apply(hidden, (Func<Tensor, Tensor>)(input =>
    {
        if (dropoutSeed is { } seed) manual_seed(seed);
        return layer.Forward(input, batch);
    }));

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (hidden, work) = ((Tensor)vars[0], (Func<Tensor, Tensor>)vars[1]);
        ctx.save_for_backward([hidden]);
        ctx.save_data(Work, work);
        return work(hidden);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var enabled = enable_grad();
        var input = ctx.get_saved_variables()[0].detach().requires_grad_(true);
        var output = ((Func<Tensor, Tensor>)ctx.get_data(Work))(input);
        autograd.backward([output], [grad_output]);
        return [input.grad!.MoveToOuterDisposeScope(), null!];
    }
}
