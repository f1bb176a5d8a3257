using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.Text;

namespace ExtraCot.Nn.Models;

/// <summary>
/// Shape of a decoder, as its <c>config.json</c> gives it: Qwen3's dense family, and (experimental: not checked against their originals) Qwen2 and
/// Llama 3, which differ in a bias, a norm and the rotary angles alone.
/// </summary>
public sealed record Qwen3Config
{
    private const string FileName = "config.json";

    /// <value>The architecture; default Qwen3.</value>
    public DecoderArchitecture Architecture { get; init; } = DecoderArchitecture.Qwen3;

    /// <value>V: rows of the embedding.</value>
    public required int VocabularySize { get; init; }

    /// <value>d: width of the residual stream.</value>
    public required int HiddenSize { get; init; }

    /// <value>Width of the feed-forward layer.</value>
    public required int IntermediateSize { get; init; }

    /// <value>Number of layers.</value>
    public required int Layers { get; init; }

    /// <value>H: query heads.</value>
    public required int Heads { get; init; }

    /// <value>Hk: key/value heads; divides H.</value>
    public required int KeyValueHeads { get; init; }

    /// <value>D: width of one head; H·D need not be d.</value>
    public required int HeadSize { get; init; }

    /// <value>Base of the rotary angles; 1,000,000 in the published models.</value>
    public double RopeTheta { get; init; } = 1_000_000;

    /// <value>Stretches the rotary angles for long sequences, or null (default).</value>
    public Llama3RopeScaling? RopeScaling { get; init; }

    /// <value>ε of the norms; 1e-6 in the published models.</value>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <value>Whether the output layer is the embedding itself.</value>
    public bool TiedEmbeddings { get; init; } = true;

    /// <value>Longest sequence the model was made for.</value>
    public int MaxPositions { get; init; } = 40_960;

    /// <value>Id that ends a sequence, the first where there are several, or null.</value>
    public int? EndId { get; init; }

    /// <value>Whether queries and keys are normalised head by head.</value>
    public bool HasQueryKeyNorm => Architecture == DecoderArchitecture.Qwen3;

    /// <value>Whether the query, key and value projections have a bias.</value>
    public bool HasQueryKeyValueBias => Architecture == DecoderArchitecture.Qwen2;

    /// <value>Number of scalar parameters; a tied embedding counts once.</value>
    public long ParameterCount
    {
        get
        {
            long d = HiddenSize, queries = (long)Heads * HeadSize, keys = (long)KeyValueHeads * HeadSize, all = queries + 2 * keys;
            var layer = 2 * d + all * d + (HasQueryKeyValueBias ? all : 0) + (HasQueryKeyNorm ? 2 * HeadSize : 0) + queries * d + 3 * d * IntermediateSize;
            return (TiedEmbeddings ? 1 : 2) * VocabularySize * d + Layers * layer + d;
        }
    }

    // The file this was read from: keys that are not modelled here survive a save.
    private SourceFile Original { get; init; }

    /// <summary>Radians a position for each pair of channels: [D/2].</summary>
    public float[] RotaryFrequencies()
    {
        var frequencies = Enumerable.Range(0, HeadSize / 2).Select(i => 1f / MathF.Pow((float)RopeTheta, 2f * i / HeadSize));
        return [.. RopeScaling is { } scaling ? frequencies.Select(scaling.Apply) : frequencies];
    }

    /// <summary>Reads a model folder's <c>config.json</c>.</summary>
    /// <exception cref="InputException">The file is missing, broken, or of another architecture.</exception>
    public static Qwen3Config Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new InputException($"{folder}: no {FileName} there; expected a Hugging Face model folder");
        try
        {
            return Parse(path, JsonNode.Parse(File.ReadAllText(path))!.AsObject());
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw new InputException($"{path}: {broken.Message}", broken);
        }
    }

    private static Qwen3Config Parse(string path, JsonObject json)
    {
        int Number(string key) => (int?)json[key] is { } number
            ? number > 0 ? number : throw new InputException($"{path}: {key} is {number}, expected a positive number")
            : throw new InputException($"{path}: no {key}");
        var config = new Qwen3Config
        {
            Architecture = ParseArchitecture(path, json),
            VocabularySize = Number("vocab_size"),
            HiddenSize = Number("hidden_size"),
            IntermediateSize = Number("intermediate_size"),
            Layers = Number("num_hidden_layers"),
            Heads = Number("num_attention_heads"),
            KeyValueHeads = json["num_key_value_heads"] is null ? Number("num_attention_heads") : Number("num_key_value_heads"),
            HeadSize = json["head_dim"] is null ? Number("hidden_size") / Number("num_attention_heads") : Number("head_dim"),
            RopeTheta = (double?)(json["rope_parameters"]?["rope_theta"] ?? json["rope_theta"]) ?? 1_000_000,
            RopeScaling = ParseScaling(path, json),
            NormEpsilon = (double?)json["rms_norm_eps"] ?? 1e-6,
            TiedEmbeddings = (bool?)json["tie_word_embeddings"] ?? false,
            MaxPositions = (int?)json["max_position_embeddings"] ?? 40_960,
            EndId = json["eos_token_id"] is { } end ? (int?)(end is JsonArray ids ? ids.FirstOrDefault() : end) : null,
            Original = new(json),
        };
        if (config.Heads % config.KeyValueHeads != 0)
            throw new InputException($"{path}: num_attention_heads {config.Heads} is no multiple of num_key_value_heads {config.KeyValueHeads}");
        return config;
    }

    private static DecoderArchitecture ParseArchitecture(string path, JsonObject json)
    {
        var type = (string?)json["model_type"];
        var architecture = Enum.GetValues<DecoderArchitecture>().Cast<DecoderArchitecture?>().FirstOrDefault(known => ModelType(known!.Value) == type)
            ?? throw new InputException($"{path}: model_type is '{type}', expected 'qwen3' (or, experimental, 'qwen2' or 'llama')");
        void Refuse(string key, string wanted) => throw new InputException($"{path}: {key} is {json[key]!.ToJsonString()}; supported is {wanted} alone");
        if ((bool?)json["attention_bias"] == true && architecture != DecoderArchitecture.Qwen2) Refuse("attention_bias", "false");
        if ((bool?)json["mlp_bias"] == true) Refuse("mlp_bias", "false");
        if ((bool?)json["use_sliding_window"] == true) Refuse("use_sliding_window", "false");
        if (json["hidden_act"] is not null && (string?)json["hidden_act"] != "silu") Refuse("hidden_act", "silu");
        if (json["layer_types"] is JsonArray kinds && kinds.Any(kind => (string?)kind != "full_attention")) Refuse("layer_types", "full_attention");
        return architecture;
    }

    private static Llama3RopeScaling? ParseScaling(string path, JsonObject json)
    {
        if ((json["rope_scaling"] ?? json["rope_parameters"]) is not JsonObject scaling) return null;
        var kind = (string?)(scaling["rope_type"] ?? scaling["type"]);
        if (kind is null or "default") return null;
        if (kind != "llama3") throw new InputException($"{path}: rope scaling '{kind}' is not supported; remove it to use the model up to its original length");
        float Number(string key) => (float?)scaling[key] ?? throw new InputException($"{path}: the rope scaling has no {key}");
        return new(Number("factor"), Number("low_freq_factor"), Number("high_freq_factor"), (int)Number("original_max_position_embeddings"));
    }

    /// <summary>Writes <c>config.json</c> as transformers reads it; what else stood in the file this was read from is kept.</summary>
    /// <param name="folder">Existing model folder.</param>
    /// <param name="dtype">Name of the stored element type, for example <c>float16</c>.</param>
    public void Save(string folder, string dtype)
    {
        var json = (JsonObject?)Original.Json?.DeepClone() ?? new JsonObject
        {
            ["architectures"] = new JsonArray($"{Architecture}ForCausalLM"),
            ["attention_bias"] = HasQueryKeyValueBias,
            ["attention_dropout"] = 0.0,
            ["eos_token_id"] = EndId,
            ["hidden_act"] = "silu",
            ["initializer_range"] = .02,
            ["rope_theta"] = RopeTheta,
        };
        json["model_type"] = ModelType(Architecture);
        json["head_dim"] = HeadSize;
        json["hidden_size"] = HiddenSize;
        json["intermediate_size"] = IntermediateSize;
        json["max_position_embeddings"] = MaxPositions;
        json["num_attention_heads"] = Heads;
        json["num_hidden_layers"] = Layers;
        json["num_key_value_heads"] = KeyValueHeads;
        json["rms_norm_eps"] = NormEpsilon;
        json["tie_word_embeddings"] = TiedEmbeddings;
        json[json.ContainsKey("dtype") ? "dtype" : "torch_dtype"] = dtype; // transformers 5 writes dtype, and reads both
        json["vocab_size"] = VocabularySize;
        File.WriteAllText(Path.Combine(folder, FileName), json.ToJsonString(Indented) + "\n");
    }

    private static string ModelType(DecoderArchitecture architecture) => architecture.ToString().ToLowerInvariant();

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // Two configurations with the same values are equal, wherever they come from.
    private readonly record struct SourceFile(JsonObject? Json)
    {
        public bool Equals(SourceFile other) => true;

        public override int GetHashCode() => 0;
    }
}
