using ExtraCot.Nn.Models;
using ExtraCot.Nn.Weights;
using ExtraCot.Text;
using ExtraCot.Text.Tokenization;
using static TorchSharp.torch;

namespace ExtraCot.Models;

/// <summary>Writes a model folder anew: another element type, other shards, control tokens added. Tensor by tensor, whatever its size.</summary>
public sealed record ModelConversion
{
    private const int RowMultiple = 64; // a grown embedding keeps a size that hardware likes

    /// <value>Source: a Hugging Face model folder.</value>
    public required string Source { get; init; }

    /// <value>Target folder; must not be the source.</value>
    public required string Target { get; init; }

    /// <value>Stored element type, or null (default) to keep each tensor's own.</value>
    public ScalarType? DType { get; init; }

    /// <value>Largest weight file in bytes; default <see cref="CheckpointWriter.DefaultShardBytes"/>.</value>
    public long MaxShardBytes { get; init; } = CheckpointWriter.DefaultShardBytes;

    /// <value>How the six control tokens' rows begin, or null (default) to add none.</value>
    public RowStart? ControlTokens { get; init; }

    /// <value>Of the new rows; default 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Converts. The target appears whole or not at all.</summary>
    /// <returns>Ids of the control tokens that were added.</returns>
    /// <exception cref="InputException">The source is no model folder, or the target exists already.</exception>
    public IReadOnlyList<int> Run()
    {
        if (Directory.Exists(Target) && Directory.EnumerateFileSystemEntries(Target).Any())
            throw new InputException($"{Target}: exists already and is not empty; name another folder or delete it");
        var config = Qwen3Config.Load(Source);
        using var weights = new CheckpointWeights(Source);
        var staging = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(Target))}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(staging);
            ModelFolder.CopyCompanions(Source, staging);
            var added = ControlTokens is null ? [] : ControlTokenFiles.Add(staging);
            var used = ControlTokens is null ? 0 : TokenizerFile.Load(staging).VocabularySize;
            var rows = Math.Max(config.VocabularySize, (used + RowMultiple - 1) / RowMultiple * RowMultiple);
            if (used <= config.VocabularySize) rows = config.VocabularySize;
            CheckpointWriter.Write(staging, [.. weights.Names.Select(name => Pending(weights, name, rows, used, added))], MaxShardBytes);
            (config with { VocabularySize = rows }).Save(staging, WeightType.Name(DType ?? weights["model.embed_tokens.weight"].DType));
            if (Directory.Exists(Target)) Directory.Delete(Target);
            Directory.Move(staging, Target);
            return added;
        }
        catch
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
            throw;
        }
    }

    private PendingTensor Pending(CheckpointWeights weights, string name, int rows, int used, IReadOnlyList<int> added)
    {
        var info = weights[name];
        var floating = info.DType is ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64;
        var dtype = floating ? DType ?? info.DType : info.DType;
        if (ControlTokens is not { } start || name is not ("model.embed_tokens.weight" or "lm_head.weight"))
            return new(name, dtype, info.Shape, () => weights.Read(name));
        return new(name, dtype, [rows, info.Shape[1]], () =>
        {
            var matrix = weights.Read(name);
            if (rows > info.Shape[0])
            {
                var grown = zeros([rows, info.Shape[1]], dtype: matrix.dtype);
                grown.narrow(0, 0, info.Shape[0]).copy_(matrix);
                matrix.Dispose();
                matrix = grown;
            }
            if (added.Count > 0) EmbeddingRows.Initialise(matrix, added, used, start, Seed + (name == "lm_head.weight" ? 1UL : 0));
            return matrix;
        });
    }
}
