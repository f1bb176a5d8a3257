using ExtraCot.Nn.Layers.Fused;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>The gate of the feed-forward layer: silu(gate) · up.</summary>
internal static class SwiGlu
{
    /// <summary>[N, 2·F], gate and up side by side, to [N, F].</summary>
    public static Tensor Apply(Tensor both)
    {
        var width = both.size(1) / 2;
        return Rows.Fit(both, width) ? SwiGluFunction.apply(both, is_grad_enabled()) : nn.functional.silu(both.narrow(1, 0, width)) * both.narrow(1, width, width);
    }
}
