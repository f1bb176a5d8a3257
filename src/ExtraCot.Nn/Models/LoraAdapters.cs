using ExtraCot.Nn.Layers;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>The low-rank updates of a model's matrices, by matrix; none until they are added.</summary>
internal sealed class LoraAdapters : IDisposable
{
    private readonly Dictionary<Tensor, LoraAdapter> adapters = new(ReferenceEqualityComparer.Instance);

    /// <value>Whether there are any.</value>
    public bool Any => adapters.Count > 0;

    /// <value>The factors, as PEFT names them.</value>
    public IEnumerable<ModelParameter> Parameters =>
        adapters.Values.SelectMany(a => new[] { new ModelParameter(a.Name + ".lora_A", a.Down), new ModelParameter(a.Name + ".lora_B", a.Up) });

    /// <summary>Gives a matrix an update that changes nothing yet.</summary>
    /// <param name="matrix">[out, in].</param>
    /// <param name="rank">r, at least 1.</param>
    /// <param name="scale">α / r.</param>
    /// <param name="generator">Of the random factor, on the CPU.</param>
    public void Add(ModelParameter matrix, int rank, double scale, Generator generator)
    {
        var (name, value) = matrix;
        using var guard = no_grad();
        var down = (randn(rank, value.size(1), generator: generator) / Math.Sqrt(value.size(1))).to(value.device).DetachFromDisposeScope();
        var up = zeros(value.size(0), rank, device: value.device).DetachFromDisposeScope();
        adapters[value] = new LoraAdapter(name, down.requires_grad_(), up.requires_grad_(), scale);
    }

    /// <summary>Gives a matrix a copy of what another model's has, if anything.</summary>
    public void Copy(LoraAdapters others, Tensor from, Tensor to)
    {
        if (others.adapters.TryGetValue(from, out var adapter)) adapters[to] = adapter with { Down = Leaf(adapter.Down), Up = Leaf(adapter.Up) };
        static Tensor Leaf(Tensor leaf) => leaf.detach().clone().requires_grad_().DetachFromDisposeScope();
    }

    /// <summary>x·Wᵀ with the matrix's update, in <paramref name="compute"/>.</summary>
    /// <param name="x">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="compute">float32 or bfloat16.</param>
    /// <returns>[N, out].</returns>
    public Tensor Product(Tensor x, Tensor weight, ScalarType compute)
    {
        var y = MixedLinear.Apply(x, weight, compute);
        return adapters.TryGetValue(weight, out var adapter)
            ? y + MixedLinear.Apply(MixedLinear.Apply(x, adapter.Down, compute), adapter.Up, compute) * adapter.Scale
            : y;
    }

    /// <summary>Adds the updates to their matrices and drops them.</summary>
    public void Merge()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (weight, adapter) in adapters) weight.add_(adapter.Up.mm(adapter.Down), alpha: adapter.Scale);
        Dispose();
    }

    /// <summary>Drops the updates.</summary>
    public void Dispose()
    {
        foreach (var adapter in adapters.Values)
        {
            adapter.Down.Dispose();
            adapter.Up.Dispose();
        }
        adapters.Clear();
    }
}
