using System.Text.Json;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Weights;

/// <summary>
/// The weights of a Hugging Face model folder: <c>model.safetensors</c>, or shards listed by <c>model.safetensors.index.json</c>.
/// </summary>
public sealed class CheckpointWeights : IDisposable
{
    /// <summary>Name of the weight file of a folder without shards.</summary>
    public const string SingleFile = "model.safetensors";

    /// <summary>Name of the file that lists a folder's shards.</summary>
    public const string IndexFile = "model.safetensors.index.json";

    private readonly string folder;
    private readonly List<SafetensorsFile> files = [];
    private readonly Dictionary<string, SafetensorsFile> byName = [];

    /// <value>All tensor names.</value>
    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <value>Number of files.</value>
    public int FileCount => files.Count;

    /// <summary>Opens a model folder.</summary>
    /// <exception cref="WeightsException">No weights are there, a shard is missing or a file is damaged.</exception>
    public CheckpointWeights(string folder)
    {
        this.folder = folder;
        if (!Directory.Exists(folder)) throw new WeightsException($"{folder}: no such model folder");
        try
        {
            foreach (var file in ShardNames(folder)) Add(Path.Combine(folder, file));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The tensor's file entry.</summary>
    /// <exception cref="WeightsException">No tensor has this name.</exception>
    public TensorInfo this[string name] => File(name).Tensors[name];

    /// <summary>Whether a tensor of this name is stored.</summary>
    public bool Contains(string name) => byName.ContainsKey(name);

    /// <summary>A new CPU tensor with the stored element type.</summary>
    public Tensor Read(string name) => File(name).Read(name);

    /// <summary>
    /// Fills the given parameters in place. Keys and shapes are compared first, so a wrong file changes nothing.
    /// </summary>
    /// <param name="targets">Stored name and the tensor to fill.</param>
    /// <param name="ignored">True for stored names the model has no use for (for example a tied <c>lm_head.weight</c>).</param>
    /// <exception cref="WeightsException">Names the first three differences, with both shapes.</exception>
    public void LoadInto(IReadOnlyList<(string Name, Tensor Target)> targets, Func<string, bool>? ignored = null)
    {
        var wanted = targets.Select(t => t.Name).ToHashSet();
        var differences = new List<string>();
        foreach (var (name, target) in targets)
        {
            if (!byName.TryGetValue(name, out var file)) differences.Add($"{name}: missing, expected {TensorInfo.Describe(target.shape)}");
            else if (!file.Tensors[name].Shape.AsSpan().SequenceEqual(target.shape))
                differences.Add($"{name}: {TensorInfo.Describe(file.Tensors[name].Shape)} in the file, expected {TensorInfo.Describe(target.shape)}");
            else if (target.is_floating_point() != IsFloating(file.Tensors[name].DType))
                differences.Add($"{name}: element type {file.Tensors[name].DType} in the file, expected a floating type");
        }
        differences.AddRange(byName.Keys.Where(name => !wanted.Contains(name) && ignored?.Invoke(name) != true).Order(StringComparer.Ordinal)
            .Select(name => $"{name}: {TensorInfo.Describe(byName[name].Tensors[name].Shape)} in the file, unknown to the model"));
        if (differences.Count > 0)
            throw new WeightsException($"{folder}: the weights do not fit the configuration ({differences.Count} differences): {string.Join("; ", differences.Take(3))}");
        foreach (var (name, target) in targets) byName[name].ReadInto(name, target);
    }

    private static bool IsFloating(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64;

    private SafetensorsFile File(string name) =>
        byName.TryGetValue(name, out var file) ? file : throw new WeightsException($"{folder}: no tensor named {name}");

    private void Add(string path)
    {
        var file = new SafetensorsFile(path);
        files.Add(file);
        foreach (var name in file.Tensors.Keys)
            if (!byName.TryAdd(name, file)) throw new WeightsException($"{path}: {name} also stands in another shard");
    }

    private static List<string> ShardNames(string folder)
    {
        var index = Path.Combine(folder, IndexFile);
        if (!System.IO.File.Exists(index))
            return System.IO.File.Exists(Path.Combine(folder, SingleFile))
                ? [SingleFile]
                : throw new WeightsException($"{folder}: neither {SingleFile} nor {IndexFile} is there; expected a Hugging Face model folder with safetensors weights");
        try
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(index));
            var shards = document.RootElement.GetProperty("weight_map").EnumerateObject().Select(e => e.Value.GetString()!).Distinct().ToList();
            foreach (var shard in shards)
                if (Path.GetFileName(shard) != shard || !System.IO.File.Exists(Path.Combine(folder, shard)))
                    throw new WeightsException($"{index}: the shard {shard} is not in the folder; download it, or the whole model, again");
            return shards;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new WeightsException($"{index}: not a weight index ({broken.Message})", broken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => files.ForEach(file => file.Dispose());
}
