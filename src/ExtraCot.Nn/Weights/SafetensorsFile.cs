using System.IO.MemoryMappedFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Weights;

/// <summary>
/// A memory-mapped safetensors file: an 8-byte little-endian header length, a JSON header, then the tensors' bytes.
/// The header is checked in full when the file is opened, so a damaged file fails before any tensor is touched. Tensors are read through a
/// small window, because every mapped page that was touched counts as memory in use.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private const long MaxHeaderBytes = 100_000_000; // limit of the format's reference implementation
    private const long WindowBytes = 16 << 20;
    private readonly MemoryMappedFile map;

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
        try
        {
            var headerBytes = 0L;
            Window(0, sizeof(long), bytes => headerBytes = *(long*)bytes);
            if (headerBytes < 2 || headerBytes > Math.Min(length - 8, MaxHeaderBytes))
                throw new WeightsException($"{path}: header length {headerBytes} does not fit a file of {length} bytes; the file is truncated or no safetensors file");
            var header = new byte[headerBytes];
            Window(8, headerBytes, bytes => new ReadOnlySpan<byte>((byte*)bytes, header.Length).CopyTo(header));
            (Tensors, Metadata) = SafetensorsHeader.Parse(path, header, 8 + headerBytes, length);
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
        ReadInto(name, tensor);
        return tensor;
    }

    /// <summary>Fills a tensor in place, converting the element type; nothing but a window of 16 MB is held beside it.</summary>
    /// <param name="name">Which tensor.</param>
    /// <param name="destination">Contiguous, on any device.</param>
    /// <exception cref="WeightsException">No tensor has this name, or its shape differs from the destination's.</exception>
    public void ReadInto(string name, Tensor destination)
    {
        var info = Find(name);
        if (!info.Shape.AsSpan().SequenceEqual(destination.shape))
            throw new WeightsException($"{Path}: {name} has shape {TensorInfo.Describe(info.Shape)}, expected {TensorInfo.Describe(destination.shape)}");
        if (info.ByteCount == 0) return;
        if (!destination.is_contiguous()) throw new ArgumentException($"The destination of {name} is not contiguous");
        using var guard = no_grad();
        using var flat = destination.detach().view(-1);
        var size = info.ByteCount / flat.numel();
        var direct = destination.dtype == info.DType && destination.device_type == DeviceType.CPU;
        for (long start = 0, count; start < flat.numel(); start += count)
        {
            count = Math.Min(WindowBytes / size, flat.numel() - start);
            using var part = flat.narrow(0, start, count);
            using var staging = direct ? part.alias() : empty(count, dtype: info.DType);
            var bytes = count * size;
            Window(info.Offset + start * size, bytes, source =>
            {
                fixed (byte* target = &staging.bytes.GetPinnableReference()) Buffer.MemoryCopy((byte*)source, target, bytes, bytes);
            });
            if (!direct) part.copy_(staging); // returns the destination itself, not an alias
        }
    }

    // A view of its own for each piece: unmapping it gives the pages back.
    private void Window(long offset, long bytes, Action<nint> use)
    {
        using var view = map.CreateViewAccessor(offset, bytes, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            use((nint)(start + view.PointerOffset));
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private TensorInfo Find(string name) =>
        Tensors.TryGetValue(name, out var info) ? info : throw new WeightsException($"{Path}: no tensor named {name}");

    /// <inheritdoc/>
    public void Dispose() => map.Dispose();
}
