using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>
/// Gradients that a backward function returns stay in the caller's dispose scope, which ends with the step: all layers' gradients would live
/// until then. Autograd has taken its own reference by the time the thread's next backward function runs, so that lets go of ours.
/// </summary>
internal static class HandedOver
{
    [ThreadStatic]
    private static List<Tensor>? last;

    /// <summary>Lets go of what this thread's backward function before this one returned, then remembers this one's.</summary>
    /// <param name="gradients">One for each argument of the forward function; null for those without.</param>
    internal static List<Tensor> Return(params ReadOnlySpan<Tensor?> gradients)
    {
        foreach (var tensor in last ?? []) tensor.Dispose();
        last = [];
        var all = new List<Tensor>(gradients.Length);
        foreach (var gradient in gradients)
        {
            if (gradient is { } kept) last.Add(kept);
            all.Add(gradient!);
        }
        return all;
    }
}
