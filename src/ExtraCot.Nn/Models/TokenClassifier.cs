using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Weights;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>
/// An encoder with a linear head over every token, equal to transformers' <c>...ForTokenClassification</c>. Not safe for concurrent training;
/// evaluation from several threads is.
/// </summary>
public abstract class TokenClassifier : ITrainableModel<TokenClassifier>
{
    private readonly EncoderParameters parameters;
    private readonly EncoderEmbeddings embeddings;
    private readonly EncoderLayer[] layers;
    private readonly EncoderLinear head;

    /// <value>Sizes and rates.</value>
    public TokenClassifierConfig Config { get; }

    /// <value>The trainable float32 leaf tensors by their Hugging Face names; the model owns them.</value>
    public IReadOnlyList<ModelParameter> Parameters => parameters.All;

    /// <value>
    /// Element type of the matrix products, float32 or bfloat16; the residual stream, norms, attention and the head stay float32.
    /// Default float32, which the reference data is held to.
    /// </value>
    public ScalarType ComputeType { get; set; } = ScalarType.Float32;

    /// <value>Whether the backward pass computes a layer's activations again instead of keeping them; less memory for about a third more time. Default false.</value>
    public bool GradientCheckpointing { get; set; }

    private protected TokenClassifier(TokenClassifierConfig config, Device? device, string prefix, bool positionsFollowPadding,
        Func<EncoderParameters, string, int, IEncoderAttention> attention)
    {
        config.Check(GetType().Name);
        Config = config;
        parameters = new EncoderParameters(device ?? CPU);
        embeddings = new EncoderEmbeddings(parameters, $"{prefix}.embeddings", config, positionsFollowPadding);
        layers = [.. Enumerable.Range(0, config.NumHiddenLayers).Select(index =>
        {
            var name = $"{prefix}.encoder.layer.{index}";
            return new EncoderLayer(parameters, name, attention(parameters, $"{name}.attention.self", index), config);
        })];
        head = new EncoderLinear(parameters, "classifier", config.HiddenSize, config.NumLabels);
    }

    /// <inheritdoc/>
    public abstract TokenClassifier Clone();

    /// <summary>Class scores before the softmax.</summary>
    /// <param name="ids">[B, T] int64 on the model's device, T at most <see cref="TokenClassifierConfig.MaxTokens"/>.</param>
    /// <param name="attentionMask">[B, T], nonzero at real tokens.</param>
    /// <param name="globalAttentionMask">[B, T], nonzero at global tokens, or null for none; models with full attention ignore it.</param>
    /// <param name="dropoutSeed">
    /// Null switches dropout off. A number switches it on and makes the pass repeatable; it reseeds the process-wide generator, so give another one each step.
    /// </param>
    /// <returns>[B, T, labels] float32; belongs to the caller.</returns>
    /// <exception cref="ArgumentException">Shapes differ, or the sequences are longer than the model's positions.</exception>
    public Tensor Logits(Tensor ids, Tensor attentionMask, Tensor? globalAttentionMask = null, long? dropoutSeed = null)
    {
        using var scope = GradientCheckpointing ? null : NewDisposeScope(); // the masks must live until the layers are computed again
        var logits = head.Forward(LastHidden(ids, attentionMask, globalAttentionMask, dropoutSeed), ScalarType.Float32);
        return scope is null ? logits : logits.MoveToOuterDisposeScope();
    }

    /// <summary>The hidden states the head sees: [B, T, width].</summary>
    internal Tensor LastHidden(Tensor ids, Tensor attentionMask, Tensor? globalAttentionMask = null, long? dropoutSeed = null)
    {
        CheckShapes(ids, attentionMask, globalAttentionMask);
        if (dropoutSeed is { } seed) manual_seed(seed);
        using var scope = GradientCheckpointing ? null : NewDisposeScope();
        var real = attentionMask.ne(0);
        var globals = globalAttentionMask is null ? null : GlobalTokens.Find(globalAttentionMask.ne(0).logical_and(real));
        var batch = new EncoderBatch(real, globals, Config, dropoutSeed is not null, ComputeType);
        var hidden = embeddings.Forward(ids, batch);
        for (var i = 0; i < layers.Length; i++)
            hidden = GradientCheckpointing && hidden.requires_grad ? CheckpointedLayer.Forward(layers[i], hidden, batch, dropoutSeed + i + 1) : layers[i].Forward(hidden, batch);
        hidden = batch.HiddenDropout(hidden);
        return scope is null ? hidden : hidden.MoveToOuterDisposeScope();
    }

    /// <summary>Loads the folder of any of the families, by the <c>model_type</c> of its <c>config.json</c>.</summary>
    /// <exception cref="WeightsException">Weights are missing or do not fit the configuration.</exception>
    /// <exception cref="InputException">The configuration is missing or of another kind.</exception>
    public static TokenClassifier LoadAny(string folder, Device? device = null) => TokenClassifierConfig.Family(folder) switch
    {
        "longformer" => LongformerTokenClassifier.Load(folder, device),
        "bert" => BertTokenClassifier.Load(folder, device),
        "xlm-roberta" => XlmRobertaTokenClassifier.Load(folder, device),
        var other => throw new InputException($"{Path.Combine(folder, "config.json")}: model_type is \"{other}\", expected longformer, bert or xlm-roberta"),
    };

    /// <summary>Writes <c>config.json</c> and <c>model.safetensors</c> in transformers' layout; the folder is made where missing.</summary>
    /// <param name="folder">Target.</param>
    /// <param name="dtype">Stored element type; null for float32, what the parameters are.</param>
    public void Save(string folder, ScalarType? dtype = null)
    {
        Directory.CreateDirectory(folder);
        Config.Save(folder);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), Parameters.Select(p => (p.Name, p.Value)), dtype);
    }

    /// <summary>Fills the parameters from a model folder; a pooler, which token classification has no use for, is passed over.</summary>
    private protected void ReadWeights(string folder)
    {
        using var weights = new CheckpointWeights(folder);
        weights.LoadInto([.. Parameters.Select(p => (p.Name, p.Value))], name => name.Contains(".pooler.") || name.EndsWith("position_ids", StringComparison.Ordinal));
    }

    /// <summary>As <see cref="ReadWeights"/> for everything but the head; whatever heads the folder has are passed over.</summary>
    private protected void ReadEncoderWeights(string folder)
    {
        using var weights = new CheckpointWeights(folder);
        var encoder = Parameters.Where(p => !p.Name.StartsWith("classifier.", StringComparison.Ordinal)).ToList();
        var prefix = encoder[0].Name[..(encoder[0].Name.IndexOf('.') + 1)];
        var bare = !weights.Names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)); // a model saved without any head
        weights.LoadInto([.. encoder.Select(p => (bare ? p.Name[prefix.Length..] : p.Name, p.Value))],
            name => name.Contains("pooler.") || name.EndsWith("position_ids", StringComparison.Ordinal) || (!bare && !name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    /// <summary>Takes the values of a model of the same sizes.</summary>
    private protected void CopyWeights(TokenClassifier other)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (mine, theirs) in Parameters.Zip(other.Parameters)) mine.Value.copy_(theirs.Value);
    }

    /// <summary>Fills the parameters at random.</summary>
    private protected void Initialize(long seed)
    {
        parameters.Initialize(Config.InitializerRange, seed);
        embeddings.ClearPadding();
    }

    // libtorch's own complaints come late and name no argument.
    private void CheckShapes(Tensor ids, Tensor attentionMask, Tensor? globalAttentionMask)
    {
        if (ids.dim() != 2 || ids.dtype != ScalarType.Int64) throw new ArgumentException($"expected int64 ids [B, T], got {ids.dtype} {TensorInfo.Describe(ids.shape)}");
        if (ids.size(1) > Config.MaxTokens) throw new ArgumentException($"{ids.size(1)} tokens, but the model has positions for {Config.MaxTokens}");
        foreach (var mask in new[] { attentionMask, globalAttentionMask })
            if (mask is not null && !mask.shape.AsSpan().SequenceEqual(ids.shape))
                throw new ArgumentException($"a mask has shape {TensorInfo.Describe(mask.shape)}, the ids {TensorInfo.Describe(ids.shape)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parameters.Dispose();
        GC.SuppressFinalize(this);
    }
}
