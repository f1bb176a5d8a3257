using System.Text.Json;
using ExtraCot.MixedRatioSft.Training;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Weights;
using ExtraCot.Text;
using ExtraCot.Text.Prompting;
using ExtraCot.Text.Tokenization;

namespace ExtraCot.Models;

/// <summary>What a model folder, or a shape, is.</summary>
/// <param name="Architecture">qwen3, qwen2 or llama.</param>
/// <param name="Config">Its sizes.</param>
/// <param name="Parameters">Scalar parameters; a tied embedding counts once.</param>
/// <param name="Stored">Stored element types with their tensors, or null without weights.</param>
/// <param name="Files">Weight files.</param>
/// <param name="Bytes">Of the weights.</param>
/// <param name="Memory">Needed, by type.</param>
/// <param name="Generation">What the folder recommends for generation, or null.</param>
/// <param name="Tokens">Ids of the tokenizer, or null without one.</param>
/// <param name="ChatTemplate">Which template is known by its content, or what is wrong; null without one.</param>
/// <param name="MedianNorm">Of the used rows of the embedding.</param>
/// <param name="ControlTokens">The six, empty without a tokenizer.</param>
/// <param name="Problems">What does not fit, one line each.</param>
public sealed record ModelInfo(
    string Architecture, Qwen3Config Config, long Parameters, IReadOnlyDictionary<string, int>? Stored, int Files, long Bytes, IReadOnlyList<MemoryNeed> Memory,
    GenerationConfig? Generation, int? Tokens, string? ChatTemplate, double? MedianNorm, IReadOnlyList<ControlTokenFact> ControlTokens, IReadOnlyList<string> Problems)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Examines a folder or a named shape; weights are read for the control tokens' rows alone.</summary>
    /// <exception cref="InputException">There is no such model, or a file of it is damaged.</exception>
    public static ModelInfo Read(string nameOrFolder)
    {
        var config = ModelShapes.Find(nameOrFolder);
        var info = new ModelInfo(
            config.Architecture.ToString().ToLowerInvariant(), config, config.ParameterCount, null, 0, 0,
            [MemoryNeed.Of(config, "float32", sizeof(float)), MemoryNeed.Of(config, "bfloat16", sizeof(ushort))], null, null, null, null, [], []);
        return ShippedModels.TryFind(nameOrFolder) is { } folder ? (info with { Generation = GenerationConfig.Load(folder) }).WithTokenizer(folder).WithWeights(folder) : info;
    }

    /// <value>Predicted peak memory of SFT; empty where it was not asked for.</value>
    public IReadOnlyList<TrainingNeed> Training { get; init; } = [];

    /// <summary>With the predicted peak memory of <c>extracot sft train</c>.</summary>
    public ModelInfo WithTraining(SftOptions options) => this with { Training = TrainingNeed.Of(Config, options) };

    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Names);

    /// <summary>To read.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return $"{Architecture}{(Config.Architecture == DecoderArchitecture.Qwen3 ? "" : " (experimental)")}: {Parameters:N0} parameters, {(Config.TiedEmbeddings ? "tied" : "untied")} embedding of {Config.VocabularySize:N0} rows";
        yield return $"  {Config.Layers} layers, width {Config.HiddenSize}, feed-forward {Config.IntermediateSize}, {Config.Heads} query and {Config.KeyValueHeads} key/value heads of {Config.HeadSize}, {Config.MaxPositions:N0} positions";
        if (Stored is not null) yield return $"weights: {Gigabytes(Bytes)} in {Files} file{(Files == 1 ? "" : "s")}, {string.Join(", ", Stored.Select(type => $"{type.Value} tensors {type.Key}"))}";
        foreach (var need in Memory)
            yield return $"memory in {need.DType}, without activations: inference {Gigabytes(need.Inference)} (one sequence of 4,096), SFT {Gigabytes(need.Sft)}, RL {Gigabytes(need.Rl)} (64 sequences of 4,096)";
        foreach (var need in Training)
            yield return $"SFT in {need.DType}, {need.Workers} worker{(need.Workers == 1 ? "" : "s")} with {need.TokensPerPass:N0} tokens a pass{(need.GradientCheckpointing ? ", checkpointed" : "")}{(need.LoraRank > 0 ? $", LoRA {need.LoraRank}" : "")}: " +
                $"{Gigabytes(need.Total)} at the peak beside what the runtime takes (weights {Gigabytes(need.Memory.Weights)}, gradients {Gigabytes(need.Memory.Gradients)}, moments {Gigabytes(need.Memory.Moments)}, activations {Gigabytes(need.Memory.Activations)})";
        if (Generation is { } recommended && string.Join(", ", Recommendations(recommended)) is { Length: > 0 } text) yield return $"recommended: {text}";
        if (Tokens is not null) yield return $"tokenizer: {Tokens:N0} tokens; {Math.Max(0, Config.VocabularySize - Tokens.Value):N0} free rows";
        if (ChatTemplate is not null) yield return $"chat template: {ChatTemplate}";
        foreach (var token in ControlTokens)
            yield return token.Id is null ? $"  {token.Text}: absent" : $"  {token.Text}: id {token.Id}{(token.Norm is null ? "" : $", norm {token.Norm:0.000} (median of the used rows {MedianNorm:0.000})")}";
        foreach (var problem in Problems) yield return $"problem: {problem}";
    }

    private static IEnumerable<string> Recommendations(GenerationConfig config)
    {
        if (config.Temperature is { } temperature) yield return $"temperature {temperature}";
        if (config.TopK is { } topK) yield return $"top-k {topK}";
        if (config.TopP is { } topP) yield return $"top-p {topP}";
        if (config.MinP is { } minP) yield return $"min-p {minP}";
        if (config.RepetitionPenalty is { } penalty) yield return $"repetition penalty {penalty}";
        if (config.EndIds.Count > 0) yield return $"ends at {string.Join(", ", config.EndIds)}";
    }

    private ModelInfo WithTokenizer(string folder)
    {
        if (!File.Exists(Path.Combine(folder, TokenizerFile.FileName))) return this;
        var tokenizer = TokenizerFile.Load(folder);
        var ids = ControlTokenFiles.Find(tokenizer);
        var problems = ControlTokenFiles.Problems(folder).ToList();
        if (tokenizer.VocabularySize > Config.VocabularySize)
            problems.Add($"the tokenizer has {tokenizer.VocabularySize:N0} ids, the embedding {Config.VocabularySize:N0} rows");
        return this with
        {
            Tokens = tokenizer.VocabularySize,
            ChatTemplate = Template(folder),
            ControlTokens = [.. ControlToken.All.Zip(ids, (token, id) => new ControlTokenFact(token.Text, id, null))],
            Problems = problems,
        };
    }

    private ModelInfo WithWeights(string folder)
    {
        if (!File.Exists(Path.Combine(folder, CheckpointWeights.SingleFile)) && !File.Exists(Path.Combine(folder, CheckpointWeights.IndexFile))) return this;
        using var weights = new CheckpointWeights(folder);
        var tensors = weights.Names.Select(name => weights[name]).ToList();
        var info = this with
        {
            Stored = tensors.GroupBy(tensor => tensor.DType).ToDictionary(group => WeightType.Name(group.Key), group => group.Count()),
            Files = weights.FileCount,
            Bytes = tensors.Sum(tensor => tensor.ByteCount),
        };
        int[] ids = [.. ControlTokens.Where(token => token.Id < Config.VocabularySize).Select(token => token.Id!.Value)];
        if (ids.Length == 0) return info;
        using var matrix = weights.Read("model.embed_tokens.weight");
        double Norm(int id)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            return matrix[id].to(TorchSharp.torch.ScalarType.Float32).norm().item<float>();
        }
        return info with
        {
            MedianNorm = EmbeddingRows.MedianNorm(matrix, ids, Tokens!.Value),
            ControlTokens = [.. ControlTokens.Select(token => ids.Contains(token.Id ?? -1) ? token with { Norm = Norm(token.Id!.Value) } : token)],
        };
    }

    private static string? Template(string folder)
    {
        try
        {
            return Text.Prompting.ChatTemplate.InFolder(folder) is null ? null : "Qwen3";
        }
        catch (InputException unknown)
        {
            return unknown.Message;
        }
    }

    private static string Gigabytes(long bytes) => bytes >= 100_000_000 ? $"{bytes / 1e9:0.00} GB" : $"{bytes / 1e6:0.0} MB";
}
