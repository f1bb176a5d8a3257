using ExtraCot.Nn.Models;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Models;

/// <summary>Writes a model of a given shape with random weights, for benchmarks and for training from scratch.</summary>
public static class ModelInit
{
    /// <summary>Writes the folder.</summary>
    /// <param name="shape">Name of a shape or a folder with a <c>config.json</c>, whose tokenizer files are copied.</param>
    /// <param name="target">Must not exist, or be empty.</param>
    /// <param name="dtype">Stored element type.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="tokenizer">Folder whose tokenizer files go along, or null.</param>
    /// <param name="maxShardBytes">Largest weight file.</param>
    /// <exception cref="InputException">The shape is unknown or the target exists.</exception>
    public static void Run(string shape, string target, ScalarType dtype, ulong seed, string? tokenizer, long maxShardBytes)
    {
        var config = ModelShapes.Find(shape);
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new InputException($"{target}: exists already and is not empty; name another folder or delete it");
        if (tokenizer is not null && !Directory.Exists(tokenizer)) throw new InputException($"{tokenizer}: no such folder");
        Directory.CreateDirectory(target);
        // Float16 is a stored type only.
        using var model = Qwen3Model.Create(config, seed, dtype == ScalarType.Float32 ? ScalarType.Float32 : ScalarType.BFloat16);
        model.Save(target, dtype, maxShardBytes);
        if ((tokenizer ?? (Directory.Exists(shape) ? shape : null)) is { } source) ModelFolder.CopyCompanions(source, target);
    }
}
