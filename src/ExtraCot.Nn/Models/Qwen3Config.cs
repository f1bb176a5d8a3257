using System.Text.Json;
using System.Text.Json.Nodes;
using ExtraCot.Text;

namespace ExtraCot.Nn.Models;

/// <summary>Shape of a Qwen3 model, as its <c>config.json</c> gives it.</summary>
public sealed record Qwen3Config
{
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

    /// <value>ε of the norms; 1e-6 in the published models.</value>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <value>Whether the output layer is the embedding itself.</value>
    public bool TiedEmbeddings { get; init; } = true;

    /// <value>Longest sequence the model was made for.</value>
    public int MaxPositions { get; init; } = 40_960;

    /// <value>Id that ends a sequence, or null.</value>
    public int? EndId { get; init; }

    /// <summary>Reads a model folder's <c>config.json</c>.</summary>
    /// <exception cref="InputException">The file is missing, broken, or of another architecture.</exception>
    public static Qwen3Config Load(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        if (!File.Exists(path)) throw new InputException($"{folder}: no config.json there; expected a Hugging Face model folder");
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
        var type = (string?)json["model_type"];
        if (type != "qwen3") throw new InputException($"{path}: model_type is '{type}', expected 'qwen3'");
        if ((bool?)json["attention_bias"] == true) throw new InputException($"{path}: attention_bias is true, which no published Qwen3 model has");
        int Number(string key) => (int?)json[key] ?? throw new InputException($"{path}: no {key}");
        var rope = json["rope_parameters"]?["rope_theta"] ?? json["rope_theta"];
        if ((json["rope_scaling"] ?? json["rope_parameters"]) is JsonObject scaling && (string?)(scaling["rope_type"] ?? scaling["type"]) is not (null or "default"))
            throw new InputException($"{path}: scaled rotary angles are not supported");
        return new Qwen3Config
        {
            VocabularySize = Number("vocab_size"),
            HiddenSize = Number("hidden_size"),
            IntermediateSize = Number("intermediate_size"),
            Layers = Number("num_hidden_layers"),
            Heads = Number("num_attention_heads"),
            KeyValueHeads = Number("num_key_value_heads"),
            HeadSize = (int?)json["head_dim"] ?? Number("hidden_size") / Number("num_attention_heads"),
            RopeTheta = (double?)rope ?? 1_000_000,
            NormEpsilon = (double?)json["rms_norm_eps"] ?? 1e-6,
            TiedEmbeddings = (bool?)json["tie_word_embeddings"] ?? false,
            MaxPositions = (int?)json["max_position_embeddings"] ?? 40_960,
            EndId = json["eos_token_id"] is JsonValue end && end.TryGetValue<int>(out var id) ? id : null,
        };
    }

    /// <summary>Writes <c>config.json</c> as transformers reads it.</summary>
    /// <param name="folder">Existing model folder.</param>
    /// <param name="dtype">Name of the stored element type, for example <c>float16</c>.</param>
    public void Save(string folder, string dtype)
    {
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray("Qwen3ForCausalLM"),
            ["model_type"] = "qwen3",
            ["attention_bias"] = false,
            ["attention_dropout"] = 0.0,
            ["eos_token_id"] = EndId,
            ["head_dim"] = HeadSize,
            ["hidden_act"] = "silu",
            ["hidden_size"] = HiddenSize,
            ["initializer_range"] = .02,
            ["intermediate_size"] = IntermediateSize,
            ["max_position_embeddings"] = MaxPositions,
            ["num_attention_heads"] = Heads,
            ["num_hidden_layers"] = Layers,
            ["num_key_value_heads"] = KeyValueHeads,
            ["rms_norm_eps"] = NormEpsilon,
            ["rope_theta"] = RopeTheta,
            ["tie_word_embeddings"] = TiedEmbeddings,
            ["torch_dtype"] = dtype,
            ["vocab_size"] = VocabularySize,
        };
        File.WriteAllText(Path.Combine(folder, "config.json"), json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }
}
