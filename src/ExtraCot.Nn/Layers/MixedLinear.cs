using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>A product in a cheaper element type beside float32 norms and sums; autograd sees the casts, so gradients of the weights arrive in their type.</summary>
internal static class MixedLinear
{
    /// <summary>x·Wᵀ computed in <paramref name="compute"/>.</summary>
    /// <param name="x">[N, in] in any type.</param>
    /// <param name="weight">[out, in], float32 master weights, or stored in another type.</param>
    /// <param name="compute">float32 or bfloat16.</param>
    /// <returns>[N, out]: float32 on the CPU, whose other kernels are written for it; on a GPU the compute type, half the bytes.</returns>
    public static Tensor Apply(Tensor x, Tensor weight, ScalarType compute)
    {
        var product = nn.functional.linear(x.to(compute), weight.to(compute));
        return product.device_type == TorchSharp.DeviceType.CPU ? product.to(ScalarType.Float32) : product;
    }
}
