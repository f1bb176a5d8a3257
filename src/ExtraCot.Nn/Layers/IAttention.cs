using static TorchSharp.torch;

namespace ExtraCot.Nn.Layers;

/// <summary>How the tokens of a forward pass see one another: padded rows, packed documents, or a cache.</summary>
public interface IAttention
{
    /// <summary>Causal attention of one layer.</summary>
    /// <param name="layer">Index of the layer, from 0.</param>
    /// <param name="query">[N, H, D], rotated.</param>
    /// <param name="key">[N, Hk, D], rotated.</param>
    /// <param name="value">[N, Hk, D].</param>
    /// <returns>[N, H·D].</returns>
    Tensor Attend(int layer, Tensor query, Tensor key, Tensor value);
}
