using TorchSharp;

namespace ExtraCot.Nn.Weights;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Key in the file, for example <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="DType">Stored element type.</param>
/// <param name="Shape">Sizes; empty for a scalar.</param>
/// <param name="Offset">First byte, from the start of the file.</param>
/// <param name="ByteCount">Length in bytes.</param>
public sealed record TensorInfo(string Name, torch.ScalarType DType, long[] Shape, long Offset, long ByteCount)
{
    /// <summary>Shape as <c>[2, 3]</c>, for messages.</summary>
    public static string Describe(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
