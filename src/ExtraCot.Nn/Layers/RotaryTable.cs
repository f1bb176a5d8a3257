using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>
/// Cosines and sines of the rotary position embedding, kept in float32 outside the parameters so that no change of element
/// type reaches them. Grows on demand.
/// </summary>
/// <param name="frequencies">[D/2] radians a position.</param>
internal sealed class RotaryTable(float[] frequencies) : IDisposable
{
    private Tensor? cosine, sine; // [length, D]
    private int length;

    /// <summary>Cosine and sine rows for positions [N]: each [N, 1, D].</summary>
    public (Tensor Cosine, Tensor Sine) At(Tensor positions, int longest)
    {
        if (longest > length) Grow(Math.Max(longest, Math.Max(1024, 2 * length)), positions.device);
        return (cosine!.index_select(0, positions).unsqueeze(1), sine!.index_select(0, positions).unsqueeze(1));
    }

    /// <summary>Rotates each half-pair (x[i], x[i + D/2]) of [N, heads, D].</summary>
    public static Tensor Rotate(Tensor x, Tensor cosine, Tensor sine)
    {
        var half = x.size(-1) / 2;
        var turned = cat([-x.narrow(-1, half, half), x.narrow(-1, 0, half)], -1);
        return x * cosine + turned * sine;
    }

    private void Grow(int wanted, Device device)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var angles = arange(wanted, dtype: float32).unsqueeze(1) * tensor(frequencies).unsqueeze(0); // [T, D/2]
        angles = cat([angles, angles], 1);
        Dispose();
        cosine = angles.cos().to(device).DetachFromDisposeScope();
        sine = angles.sin().to(device).DetachFromDisposeScope();
        length = wanted;
    }

    public void Dispose()
    {
        cosine?.Dispose();
        sine?.Dispose();
    }
}
