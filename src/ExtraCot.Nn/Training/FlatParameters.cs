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
        var ordered = Ordered(parameters);
        Values = cat(ordered.Select(p => p.Value.detach().reshape(-1)).ToArray()).DetachFromDisposeScope();
        DecayedCount = ordered.Where(p => p.Decays).Sum(p => p.Value.numel());
        long offset = 0;
        foreach (var (_, value) in ordered)
        {
            value.set_(Values.narrow(0, offset, value.numel()).view(value.shape));
            offset += value.numel();
        }
        Gradients = AttachGradients(parameters);
    }

    /// <summary>Zeros that the parameters take their gradients from, as one flat vector in this class's order; the caller's to dispose of.</summary>
    internal static Tensor AttachGradients(IReadOnlyList<ModelParameter> parameters)
    {
        var flat = zeros(parameters.Sum(p => p.Value.numel()), device: parameters[0].Value.device).DetachFromDisposeScope();
        long offset = 0;
        foreach (var (_, value) in Ordered(parameters))
        {
            value.grad = flat.narrow(0, offset, value.numel()).view(value.shape);
            offset += value.numel();
        }
        return flat;
    }

    private static List<ModelParameter> Ordered(IReadOnlyList<ModelParameter> parameters) => [.. parameters.Where(p => p.Decays), .. parameters.Where(p => !p.Decays)];

    /// <value>[P] float32.</value>
    public Tensor Values { get; }

    /// <value>[P] float32; backward passes add to it.</value>
    public Tensor Gradients { get; }

    /// <value>The first so many elements belong to matrices, which decay.</value>
    public long DecayedCount { get; }

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
