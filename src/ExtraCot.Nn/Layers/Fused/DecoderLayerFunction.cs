using ExtraCot.Nn.Generation.Simd;
using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>
/// A whole decoder layer as one operation: x + attention(norm(x)), then + feed-forward(norm(·)). It keeps what its products wrote and nothing else, takes
/// the documents through a few at a time, and leaves autograd one node a layer.
/// </summary>
internal sealed unsafe class DecoderLayerFunction : autograd.SingleTensorFunction<DecoderLayerFunction>
{
    private const string Shape = "shape";
    private const int Tensors = 11; // arguments that are tensors; the last two are tables without a gradient

    /// <summary>Whether layers of this shape can be one operation, where products of plain float32 weights on the CPU can be called directly.</summary>
    internal static bool Fits(Qwen3Config config) => Gemm.Available && config.HasQueryKeyNorm && !config.HasQueryKeyValueBias &&
        config.HeadSize % AttentionShape.WidthUnit == 0 && config.HiddenSize % VectorMath.Lanes == 0 && config.IntermediateSize % VectorMath.Lanes == 0;

    public override string Name => nameof(DecoderLayerFunction);

    /// <param name="ctx">Keeps what backward needs.</param>
    /// <param name="vars">x [N, d]; input norm; queries, keys and values; query norm; key norm; output; post-attention norm; gate and up; down; cosine; sine; <see cref="DecoderLayerShape"/>; whether gradients are enabled.</param>
    /// <returns>[N, d].</returns>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var shape = (DecoderLayerShape)vars[Tensors];
        using var scope = NewDisposeScope();
        Tensor[] given = [.. vars.Take(Tensors).Cast<Tensor>()];
        given[0] = given[0].contiguous();
        long n = given[0].size(0);
        Tensor[] all = [.. given, empty(n, shape.Attention.Stride), empty(n, shape.Attended), empty(n, shape.Attention.Heads), empty(n, shape.Width), empty(n, 2 * shape.FeedForward)];
        var results = empty(n, shape.Width);
        new DecoderLayerForward(shape, new DecoderLayerData(all)).Run(Rows.Pointer(results));
        Saved.Keep(ctx, (bool)vars[Tensors + 1], all);
        ctx.save_data(Shape, shape);
        return results.MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var saved = Saved.Of(ctx);
        using var outer = grad_output; // else it would live until the step ends
        var shape = (DecoderLayerShape)ctx.get_data(Shape);
        var result = empty_like(saved[0]);
        var gradients = new DecoderLayerGradients(shape);
        new DecoderLayerBackward(shape, new DecoderLayerData(saved.All), gradients).Run(Rows.Pointer(grad_output.contiguous()), Rows.Pointer(result));
        Tensor[] weights = [.. gradients.InOrder().Select(gradient => gradient.MoveToOuterDisposeScope())];
        return HandedOver.Return([result.MoveToOuterDisposeScope(), .. weights, null, null, null, null]);
    }
}
