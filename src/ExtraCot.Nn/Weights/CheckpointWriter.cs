using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExtraCot.Nn.Weights;

/// <summary>Writes a folder's weights as <c>model.safetensors</c> or, where that would be too large, as shards with an index.</summary>
public static class CheckpointWriter
{
    /// <summary>Largest file unless told otherwise, as in transformers 4: 5 GB.</summary>
    public const long DefaultShardBytes = 5_000_000_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the tensors and removes weight files of an earlier save that would contradict them.</summary>
    /// <param name="folder">Existing folder.</param>
    /// <param name="tensors">In any order; files are filled in the order of names.</param>
    /// <param name="maxShardBytes">A file holds no more, unless a single tensor does.</param>
    public static void Write(string folder, IReadOnlyList<PendingTensor> tensors, long maxShardBytes = DefaultShardBytes)
    {
        var shards = Split(tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal), maxShardBytes);
        string Name(int index) => shards.Count == 1
            ? CheckpointWeights.SingleFile
            : string.Create(CultureInfo.InvariantCulture, $"model-{index + 1:00000}-of-{shards.Count:00000}.safetensors");
        for (var i = 0; i < shards.Count; i++) SafetensorsWriter.Write(Path.Combine(folder, Name(i)), shards[i]);
        var index = Path.Combine(folder, CheckpointWeights.IndexFile);
        if (shards.Count == 1) File.Delete(index);
        else WriteIndex(index, shards, Name);
        var kept = Enumerable.Range(0, shards.Count).Select(Name).ToHashSet();
        foreach (var old in Directory.GetFiles(folder, "model*.safetensors").Where(path => !kept.Contains(Path.GetFileName(path)))) File.Delete(old);
    }

    private static List<List<PendingTensor>> Split(IEnumerable<PendingTensor> tensors, long maxShardBytes)
    {
        List<List<PendingTensor>> shards = [[]];
        var size = 0L;
        foreach (var tensor in tensors)
        {
            if (size > 0 && size + tensor.ByteCount > maxShardBytes)
            {
                shards.Add([]);
                size = 0;
            }
            shards[^1].Add(tensor);
            size += tensor.ByteCount;
        }
        return shards;
    }

    private static void WriteIndex(string path, List<List<PendingTensor>> shards, Func<int, string> name)
    {
        var map = new JsonObject();
        foreach (var (index, shard) in shards.Index())
            foreach (var tensor in shard) map[tensor.Name] = name(index);
        var json = new JsonObject
        {
            ["metadata"] = new JsonObject { ["total_size"] = shards.Sum(shard => shard.Sum(tensor => tensor.ByteCount)) },
            ["weight_map"] = map,
        };
        File.WriteAllText(path, json.ToJsonString(Indented) + "\n");
    }
}
