using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>Grouped-query attention shares each key/value head among several query heads.</summary>
internal static class KeyValueHeads
{
    /// <summary>[B, Hk, T, D] to [B, H, T, D]; libtorch's binding has no grouped form.</summary>
    public static Tensor Expand(Tensor x, long heads)
    {
        long batch = x.size(0), groups = x.size(1), length = x.size(2), width = x.size(3);
        return groups == heads ? x : x.unsqueeze(2).expand(batch, groups, heads / groups, length, width).reshape(batch, heads, length, width);
    }
}
