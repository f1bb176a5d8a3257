using static TorchSharp.torch;

namespace ExtraCot.Nn.Weights;

/// <summary>A tensor to be written, computed only when its turn comes, so that a checkpoint never has to be in memory as a whole.</summary>
/// <param name="Name">Key in the file.</param>
/// <param name="DType">Stored element type; the value is converted to it.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Read">Gives the value; called once.</param>
public sealed record PendingTensor(string Name, ScalarType DType, long[] Shape, Func<Tensor> Read)
{
    /// <value>Bytes in the file.</value>
    public long ByteCount => Shape.Aggregate((long)SafetensorsDType.Size(DType), (bytes, size) => bytes * size);
}
