using System.Text.Json;
using System.Text.Json.Serialization;
using ExtraCot.Text;

namespace ExtraCot.Nn.Models;

/// <summary>
/// What the token classifiers share of a Hugging Face <c>config.json</c>. Keys this library has no use for are kept and written back.
/// Defaults are those of transformers' <c>BertConfig</c>, which the other two inherit.
/// </summary>
public abstract record TokenClassifierConfig
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <value>The class transformers loads the folder with, for example <c>BertForTokenClassification</c>.</value>
    public abstract IReadOnlyList<string> Architectures { get; }

    /// <value>transformers' name of the family, for example <c>bert</c>.</value>
    public abstract string ModelType { get; }

    /// <value>Rows of the word embedding.</value>
    public required int VocabSize { get; init; }

    /// <value>Width of the hidden states.</value>
    public required int HiddenSize { get; init; }

    /// <value>Number of encoder layers.</value>
    public required int NumHiddenLayers { get; init; }

    /// <value>Attention heads; divides <see cref="HiddenSize"/>.</value>
    public required int NumAttentionHeads { get; init; }

    /// <value>Width of the feed-forward layer.</value>
    public required int IntermediateSize { get; init; }

    /// <value>Rows of the position embedding; RoBERTa-style models lose <see cref="PadTokenId"/> + 1 of them.</value>
    public required int MaxPositionEmbeddings { get; init; }

    /// <value>Rows of the token-type embedding.</value>
    public int TypeVocabSize { get; init; } = 2;

    /// <value>The padding token; also where RoBERTa-style positions start.</value>
    public virtual int PadTokenId { get; init; } = 1;

    /// <value>Added to the variance in layer normalisation.</value>
    public double LayerNormEps { get; init; } = 1e-12;

    /// <value>Activation of the feed-forward layer; only the exact <c>gelu</c> is known.</value>
    public string HiddenAct { get; init; } = "gelu";

    /// <value>Kind of position embedding; only <c>absolute</c> is known.</value>
    public string PositionEmbeddingType { get; init; } = "absolute";

    /// <value>Dropout of embeddings, layer outputs and classifier, 0 to 1.</value>
    public double HiddenDropoutProb { get; init; } = 0.1;

    /// <value>Dropout of attention probabilities, 0 to 1.</value>
    public double AttentionProbsDropoutProb { get; init; } = 0.1;

    /// <value>Standard deviation of new weights.</value>
    public double InitializerRange { get; init; } = 0.02;

    /// <value>Label names by index, or null for transformers' default of two labels.</value>
    [JsonPropertyName("id2label"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Id2Label { get; init; }

    /// <value>All other keys of the file.</value>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>();

    /// <value>Number of labels.</value>
    [JsonIgnore]
    public int NumLabels => Id2Label?.Count ?? 2;

    /// <value>The most tokens a sequence may have.</value>
    [JsonIgnore]
    public virtual int MaxTokens => MaxPositionEmbeddings - PadTokenId - 1;

    /// <summary>Reads <c>config.json</c> of a model folder.</summary>
    /// <exception cref="InputException">The file is missing, is not of this family or asks for something unknown.</exception>
    internal static TConfig Load<TConfig>(string folder) where TConfig : TokenClassifierConfig
    {
        var path = Path.Combine(folder, "config.json");
        try
        {
            var config = JsonSerializer.Deserialize<TConfig>(File.ReadAllBytes(path), Json) ?? throw new JsonException("the file holds null");
            config.Check(path);
            return config;
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot read the model configuration ({broken.Message})", broken);
        }
    }

    /// <summary>The <c>model_type</c> of a model folder.</summary>
    /// <exception cref="InputException">There is no readable <c>config.json</c> that names one.</exception>
    internal static string Family(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty("model_type").GetString() ?? throw new JsonException("model_type is null");
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException($"{path}: cannot read the model configuration ({broken.Message})", broken);
        }
    }

    /// <summary>Writes <c>config.json</c> into a model folder.</summary>
    internal void Save(string folder) => File.WriteAllBytes(Path.Combine(folder, "config.json"), JsonSerializer.SerializeToUtf8Bytes(this, GetType(), Json));

    /// <summary>Throws when the values do not describe a model this library can build.</summary>
    /// <exception cref="InputException">Names the first key that does not fit.</exception>
    internal virtual void Check(string source)
    {
        if (HiddenAct != "gelu") throw new InputException($"{source}: hidden_act is \"{HiddenAct}\", expected \"gelu\"");
        if (PositionEmbeddingType != "absolute")
            throw new InputException($"{source}: position_embedding_type is \"{PositionEmbeddingType}\", expected \"absolute\"");
        if (NumAttentionHeads < 1 || HiddenSize % NumAttentionHeads != 0)
            throw new InputException($"{source}: hidden_size {HiddenSize} is no multiple of num_attention_heads {NumAttentionHeads}");
        if (NumLabels < 2) throw new InputException($"{source}: id2label names {NumLabels} labels, expected at least 2");
    }
}
