using System.Text.Json;

namespace ExtraCot.Nn.Weights;

/// <summary>Reads and checks the JSON header of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    public static (IReadOnlyDictionary<string, TensorInfo>, IReadOnlyDictionary<string, string>) Parse(
        string path, ReadOnlySpan<byte> json, long dataStart, long fileLength)
    {
        var tensors = new Dictionary<string, TensorInfo>();
        var metadata = new Dictionary<string, string>();
        try
        {
            var reader = new Utf8JsonReader(json);
            using var header = JsonDocument.ParseValue(ref reader);
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__")
                    foreach (var pair in entry.Value.EnumerateObject()) metadata[pair.Name] = pair.Value.ToString();
                else if (!tensors.TryAdd(entry.Name, Tensor(path, entry.Name, entry.Value, dataStart, fileLength)))
                    throw new WeightsException($"{path}: {entry.Name} stands in the header twice");
            }
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new WeightsException($"{path}: the header is not valid ({broken.Message})", broken);
        }
        return (tensors, metadata);
    }

    private static TensorInfo Tensor(string path, string name, JsonElement entry, long dataStart, long fileLength)
    {
        var typeName = entry.GetProperty("dtype").GetString()!;
        var dtype = SafetensorsDType.Parse(typeName) ?? throw new WeightsException($"{path}: {name} has element type {typeName}, which is not supported");
        var shape = entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = entry.GetProperty("data_offsets");
        long begin = offsets[0].GetInt64(), end = offsets[1].GetInt64();
        var expected = shape.Aggregate((Int128)dtype.Size, (bytes, size) => bytes * size);
        if (shape.Any(size => size < 0) || begin < 0 || expected != end - begin)
            throw new WeightsException($"{path}: {name} {TensorInfo.Describe(shape)} {typeName} needs {expected} bytes, its offsets [{begin}, {end}] give {end - begin}");
        if (dataStart + end > fileLength)
            throw new WeightsException($"{path}: {name} ends at byte {dataStart + end}, the file at {fileLength}; it is truncated, copy or download it again");
        return new TensorInfo(name, dtype.Type, shape, dataStart + begin, end - begin);
    }
}
