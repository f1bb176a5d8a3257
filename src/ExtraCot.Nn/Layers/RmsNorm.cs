using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>Root-mean-square normalisation over the last dimension: x / √(mean(x²) + ε) · w.</summary>
internal static class RmsNorm
{
    /// <param name="x">[…, D].</param>
    /// <param name="weight">[D].</param>
    /// <param name="epsilon">ε.</param>
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon) => Fused.Rows.Fit(x, weight.numel())
        ? Fused.RmsNormFunction.apply(x, weight, epsilon, is_grad_enabled())
        : ScriptOperations.RmsNorm(x, weight, weight.numel(), epsilon);
}
