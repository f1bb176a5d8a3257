using System.Text.Json;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Weights;

/// <summary>Writes safetensors files as transformers and vLLM read them.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes the tensors, sorted by name, to a temporary file that then takes the final name.</summary>
    /// <param name="path">Target; replaced when it exists.</param>
    /// <param name="tensors">Name and tensor; any device, converted to <paramref name="dtype"/> where given.</param>
    /// <param name="dtype">Stored element type of floating tensors, or null to keep each tensor's own.</param>
    /// <param name="metadata">Written as <c>__metadata__</c>; default <c>format: pt</c>, which transformers asks for.</param>
    public static void Write(string path, IEnumerable<(string Name, Tensor Value)> tensors, ScalarType? dtype = null,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        Write(path, [.. tensors.Select(t => new PendingTensor(t.Name, Stored(t.Value, dtype), t.Value.shape, () => t.Value.alias()))], metadata);
    }

    /// <summary>As the other overload, for tensors that are computed one after the other.</summary>
    public static void Write(string path, IReadOnlyList<PendingTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                file.Write(Header(ordered, metadata ?? new Dictionary<string, string> { ["format"] = "pt" }));
                foreach (var tensor in ordered) WriteTensor(file, tensor);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static ScalarType Stored(Tensor value, ScalarType? dtype) => dtype is { } wanted && value.is_floating_point() ? wanted : value.dtype;

    private static byte[] Header(List<PendingTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(new byte[8]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", SafetensorsDType.Name(tensor.DType));
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.ByteCount);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' '); // the format aligns the data to 8 bytes
        var header = buffer.ToArray();
        BitConverter.TryWriteBytes(header, (long)header.Length - 8);
        return header;
    }

    // Piece by piece: a conversion of the whole would need its memory once more, and a span ends at 2 GB.
    private static void WriteTensor(Stream file, PendingTensor tensor)
    {
        const long pieceElements = 4 << 20;
        using var guard = no_grad();
        using var value = tensor.Read();
        using var flat = value.detach().reshape(-1);
        for (long start = 0, count; start < flat.numel(); start += count)
        {
            count = Math.Min(pieceElements, flat.numel() - start);
            using var scope = NewDisposeScope();
            file.Write(flat.narrow(0, start, count).to(CPU).to(tensor.DType).contiguous().bytes);
        }
    }
}
