using ExtraCot.Nn.Layers.Fused;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>The gate of the feed-forward layer: silu(gate) · up.</summary>
internal static class SwiGlu
{
    /// <summary>[N, 2·F], gate and up side by side, to [N, F].</summary>
    public static Tensor Apply(Tensor both)
    {
        if (Rows.Fit(both, both.size(1) / 2)) return SwiGluFunction.apply(both, is_grad_enabled());
        var halves = both.chunk(2, 1); // unlike two narrows, one operation backward
        return nn.functional.silu(halves[0]) * halves[1];
    }
}
