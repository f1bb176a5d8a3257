using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>The trainable leaf tensors of an encoder by their Hugging Face names; owns them.</summary>
internal sealed class EncoderParameters(Device device) : IDisposable
{
    private readonly List<ModelParameter> all = [];

    public IReadOnlyList<ModelParameter> All => all;

    /// <summary>A new float32 leaf with undefined values; it belongs to no dispose scope.</summary>
    public Tensor Add(string name, params long[] shape)
    {
        var leaf = empty(shape, dtype: ScalarType.Float32, device: device, requires_grad: true).DetachFromDisposeScope();
        all.Add(new ModelParameter(name, leaf));
        return leaf;
    }

    /// <summary>Fills every parameter as transformers does: normal weights, norms at one, biases and padding rows at zero.</summary>
    public void Initialize(double deviation, long seed)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var (name, value) in all)
        {
            if (name.EndsWith("bias", StringComparison.Ordinal)) value.zero_();
            else if (name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) value.fill_(1);
            else value.copy_(zeros(value.shape).normal_(0, deviation, generator));
        }
    }

    public void Dispose()
    {
        foreach (var (_, value) in all)
        {
            value.grad?.Dispose();
            value.Dispose();
        }
    }
}
