using System.IO.MemoryMappedFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Weights;

/// <summary>
/// A memory-mapped safetensors file: an 8-byte little-endian header length, a JSON header, then the tensors' bytes.
/// The header is checked in full when the file is opened, so a damaged file fails before any tensor is touched.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private const long MaxHeaderBytes = 100_000_000; // limit of the format's reference implementation
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* data;

    /// <value>Path as given.</value>
    public string Path { get; }

    /// <value>The tensors by name, in the file's order of names.</value>
    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <value>The <c>__metadata__</c> entries; empty when there are none.</value>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="WeightsException">The file is missing, truncated or not a safetensors file.</exception>
    public SafetensorsFile(string path)
    {
        Path = path;
        var length = File.Exists(path) ? new FileInfo(path).Length : throw new WeightsException($"{path}: no such file");
        if (length < 8) throw new WeightsException($"{path}: {length} bytes are too few for a safetensors file");
        map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
        try
        {
            var headerBytes = view.ReadInt64(0);
            if (headerBytes < 2 || headerBytes > Math.Min(length - 8, MaxHeaderBytes))
                throw new WeightsException($"{path}: header length {headerBytes} does not fit a file of {length} bytes; the file is truncated or no safetensors file");
            (Tensors, Metadata) = SafetensorsHeader.Parse(path, new ReadOnlySpan<byte>(data + 8, (int)headerBytes), 8 + headerBytes, length);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A new CPU tensor with the stored element type and shape.</summary>
    /// <exception cref="WeightsException">No tensor has this name.</exception>
    public Tensor Read(string name)
    {
        var info = Find(name);
        var tensor = empty(info.Shape, dtype: info.DType);
        CopyBytes(info, tensor);
        return tensor;
    }

    /// <summary>Fills a tensor in place, converting the element type; nothing but one tensor's bytes is held beside it.</summary>
    /// <exception cref="WeightsException">No tensor has this name, or its shape differs from the destination's.</exception>
    public void ReadInto(string name, Tensor destination)
    {
        var info = Find(name);
        if (!info.Shape.AsSpan().SequenceEqual(destination.shape))
            throw new WeightsException($"{Path}: {name} has shape {TensorInfo.Describe(info.Shape)}, expected {TensorInfo.Describe(destination.shape)}");
        using var guard = no_grad();
        if (destination.dtype == info.DType && destination.device_type == DeviceType.CPU && destination.is_contiguous())
        {
            CopyBytes(info, destination);
            return;
        }
        using var stored = Read(name);
        destination.copy_(stored); // returns the destination itself, not an alias
    }

    private TensorInfo Find(string name) =>
        Tensors.TryGetValue(name, out var info) ? info : throw new WeightsException($"{Path}: no tensor named {name}");

    private void CopyBytes(TensorInfo info, Tensor tensor)
    {
        if (info.ByteCount == 0) return;
        fixed (byte* target = &tensor.bytes.GetPinnableReference())
            Buffer.MemoryCopy(data + info.Offset, target, info.ByteCount, info.ByteCount);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!view.SafeMemoryMappedViewHandle.IsClosed) view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }
}
