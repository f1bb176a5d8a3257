using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers.Fused;

/// <summary>
/// What a function's backward pass needs of its forward pass. The binding's own saved variables live until the garbage collector finds
/// them, a step's activations and more; these go as soon as the backward function is done, which runs once.
/// </summary>
internal sealed class Saved : IDisposable
{
    private const string Key = "saved";
    private readonly Tensor[] tensors;

    private Saved(Tensor[] tensors) => this.tensors = tensors;

    /// <value>In the order they were kept.</value>
    internal Tensor this[int index] => tensors[index];

    /// <value>All of them.</value>
    internal IReadOnlyList<Tensor> All => tensors;

    /// <value>How many there are.</value>
    internal int Count => tensors.Length;

    /// <summary>Keeps the values of tensors, without their graph, where a backward pass can follow.</summary>
    /// <param name="ctx">The function's context.</param>
    /// <param name="recording">Whether gradients were enabled outside the function; inside they never are.</param>
    /// <param name="tensors">Inputs or results.</param>
    internal static void Keep(autograd.AutogradContext ctx, bool recording, params ReadOnlySpan<Tensor> tensors)
    {
        if (!recording) return;
        var kept = new Tensor[tensors.Length];
        for (var i = 0; i < kept.Length; i++) kept[i] = tensors[i].detach().DetachFromDisposeScope();
        ctx.save_data(Key, new Saved(kept));
    }

    /// <summary>Takes them back; dispose of them at the end of the backward function.</summary>
    internal static Saved Of(autograd.AutogradContext ctx) => (Saved)ctx.get_data(Key);

    public void Dispose()
    {
        foreach (var tensor in tensors) tensor.Dispose();
    }
}
