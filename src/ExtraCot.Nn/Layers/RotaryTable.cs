using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>
/// Cosines and sines of the rotary position embedding, kept in float32 outside the parameters so that no change of element
/// type reaches them. Grows on demand.
/// </summary>
/// <param name="frequencies">[D/2] radians a position.</param>
internal sealed class RotaryTable(float[] frequencies) : IDisposable
{
    private sealed record Table(Tensor Cosine, Tensor Sine, int Length); // [length, D] each

    private readonly Lock growing = new();
    private readonly List<Table> tables = [];
    private volatile Table? current;

    /// <summary>cos + i·sin for positions [N]: [N, 1, D/2], complex. Safe to call from several threads: workers share a frozen model.</summary>
    public Tensor At(Tensor positions, int longest)
    {
        var (cosine, sine) = Upto(longest, positions.device);
        var half = cosine.size(1) / 2;
        return complex(cosine.narrow(1, 0, half).index_select(0, positions), sine.narrow(1, 0, half).index_select(0, positions)).unsqueeze(1);
    }

    /// <summary>Cosine and sine of every position below <paramref name="longest"/> and maybe more: each [T, D]. As safe.</summary>
    public (Tensor Cosine, Tensor Sine) Upto(int longest, Device device)
    {
        var table = current is { } there && there.Length >= longest ? there : Grow(longest, device);
        return (table.Cosine, table.Sine);
    }

    /// <summary>
    /// Rotates each half-pair (x[i], x[i + D/2]) of [N, heads, D] in float32, as one complex product. The two of a pair stand side by side in the result;
    /// products of queries and keys, which are ordered alike, do not see that.
    /// </summary>
    public static Tensor Rotate(Tensor x, Tensor turns)
    {
        var halves = x.to(float32).view(x.size(0), x.size(1), 2, x.size(2) / 2).unbind(2);
        return (complex(halves[0], halves[1]) * turns).view_as_real().flatten(2);
    }

    // A smaller table may still be in another thread's hands, so it lives as long as the model.
    private Table Grow(int longest, Device device)
    {
        lock (growing)
        {
            if (current is { } there && there.Length >= longest) return there;
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            var wanted = Math.Max(longest, Math.Max(1024, 2 * (current?.Length ?? 0)));
            var angles = arange(wanted, dtype: float32).unsqueeze(1) * tensor(frequencies).unsqueeze(0); // [T, D/2]
            angles = cat([angles, angles], 1);
            var table = new Table(angles.cos().to(device).DetachFromDisposeScope(), angles.sin().to(device).DetachFromDisposeScope(), wanted);
            tables.Add(table);
            return current = table;
        }
    }

    public void Dispose()
    {
        foreach (var table in tables)
        {
            table.Cosine.Dispose();
            table.Sine.Dispose();
        }
    }
}
