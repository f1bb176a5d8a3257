using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>A trainable tensor with its name.</summary>
/// <param name="Name">Name in the model.</param>
/// <param name="Value">Leaf tensor that requires gradients.</param>
public readonly record struct ModelParameter(string Name, Tensor Value)
{
    /// <value>Matrices decay, norms and biases do not.</value>
    public bool Decays => Value.dim() > 1;
}
