using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>A product in a cheaper element type between float32 activations; autograd sees the casts, so gradients arrive in float32.</summary>
internal static class MixedLinear
{
    /// <summary>x·Wᵀ computed in <paramref name="compute"/>.</summary>
    /// <param name="x">[N, in] float32.</param>
    /// <param name="weight">[out, in], float32 master weights, or stored in another type.</param>
    /// <param name="compute">float32 or bfloat16.</param>
    /// <returns>[N, out] float32.</returns>
    public static Tensor Apply(Tensor x, Tensor weight, ScalarType compute)
    {
        var converted = weight.dtype == compute ? weight : weight.to(compute);
        return compute == ScalarType.Float32 ? nn.functional.linear(x, converted) : nn.functional.linear(x.to(compute), converted).to(ScalarType.Float32);
    }

    /// <summary>a·b computed in <paramref name="compute"/>, without a gradient of its own.</summary>
    /// <param name="a">[N, K].</param>
    /// <param name="b">[K, M].</param>
    /// <param name="compute">float32 or bfloat16.</param>
    /// <returns>[N, M] float32.</returns>
    public static Tensor Multiply(Tensor a, Tensor b, ScalarType compute) =>
        compute == ScalarType.Float32 ? a.mm(b) : a.to(compute).mm(b.to(compute)).to(ScalarType.Float32);
}
