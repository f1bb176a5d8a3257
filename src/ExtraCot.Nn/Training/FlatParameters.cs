using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>
/// All parameters of a model as one flat vector, and their gradients as another: the model's tensors become views of them.
/// One operation then updates, clips, sums or copies a whole model. Matrices stand first, because only they decay.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    /// <summary>Moves the parameters' storage into the flat vectors; the tensors stay the same objects.</summary>
    public FlatParameters(IReadOnlyList<ModelParameter> parameters)
    {
        using var guard = no_grad();
        var ordered = parameters.Where(p => p.Decays).Concat(parameters.Where(p => !p.Decays)).ToList();
        Values = cat(ordered.Select(p => p.Value.detach().reshape(-1)).ToArray()).DetachFromDisposeScope();
        Gradients = zeros_like(Values).DetachFromDisposeScope();
        DecayedCount = ordered.Where(p => p.Decays).Sum(p => p.Value.numel());
        long offset = 0;
        foreach (var (_, value) in ordered)
        {
            var count = value.numel();
            value.set_(Values.narrow(0, offset, count).view(value.shape));
            value.grad = Gradients.narrow(0, offset, count).view(value.shape);
            offset += count;
        }
    }

    /// <value>[P] float32.</value>
    public Tensor Values { get; }

    /// <value>[P] float32; backward passes add to it.</value>
    public Tensor Gradients { get; }

    /// <value>The first so many elements belong to matrices, which decay.</value>
    public long DecayedCount { get; }

    /// <summary>Sets all gradients to zero.</summary>
    public void ZeroGradients() => Gradients.zero_();

    /// <summary>Scales the gradients so that their norm is at most <paramref name="maxNorm"/>.</summary>
    /// <returns>The norm before clipping.</returns>
    public double ClipGradients(double maxNorm)
    {
        using var scope = NewDisposeScope();
        var norm = Gradients.norm().item<float>();
        if (norm > maxNorm) Gradients.mul_(maxNorm / (norm + 1e-6)); // PyTorch's clip_grad_norm_
        return norm;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
    }
}
