using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Layers.Fused;
using ExtraCot.Nn.Weights;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>
/// A Qwen3 causal language model over packed tokens: the forward pass knows tokens and positions, an <see cref="IAttention"/>
/// knows which of them belong together. Not thread-safe.
/// </summary>
public sealed class Qwen3Model : ITrainableModel<Qwen3Model>
{
    private readonly RotaryTable rotary;
    private readonly Qwen3Layer[] layers;
    private readonly Tensor embedding, finalNorm;
    private readonly Tensor? head;
    private readonly LoraAdapters adapters = new();

    private Qwen3Model(Qwen3Config config, Func<string, long[], Tensor> create)
    {
        Config = config;
        rotary = new RotaryTable(config.RotaryFrequencies());
        var parameters = new List<ModelParameter>();
        Tensor Parameter(string name, params long[] shape)
        {
            var tensor = create(name, shape).DetachFromDisposeScope();
            parameters.Add(new ModelParameter(name, tensor));
            return tensor;
        }
        long d = config.HiddenSize, width = config.HeadSize, ff = config.IntermediateSize;
        embedding = Parameter("model.embed_tokens.weight", config.VocabularySize, d);
        layers = Enumerable.Range(0, config.Layers).Select(i => $"model.layers.{i}.").Select(prefix => new Qwen3Layer(
            Parameter(prefix + "input_layernorm.weight", d),
            Parameter(prefix + "self_attn.qkv_proj.weight", (config.Heads + 2 * config.KeyValueHeads) * width, d),
            config.HasQueryKeyValueBias ? Parameter(prefix + "self_attn.qkv_proj.bias", (config.Heads + 2 * config.KeyValueHeads) * width) : null,
            config.HasQueryKeyNorm ? Parameter(prefix + "self_attn.q_norm.weight", width) : null,
            config.HasQueryKeyNorm ? Parameter(prefix + "self_attn.k_norm.weight", width) : null,
            Parameter(prefix + "self_attn.o_proj.weight", d, config.Heads * width),
            Parameter(prefix + "post_attention_layernorm.weight", d),
            Parameter(prefix + "mlp.gate_up_proj.weight", 2 * ff, d),
            Parameter(prefix + "mlp.down_proj.weight", d, ff))).ToArray();
        finalNorm = Parameter("model.norm.weight", d);
        head = config.TiedEmbeddings ? null : Parameter("lm_head.weight", config.VocabularySize, d);
        Parameters = parameters;
    }

    /// <value>The model's shape.</value>
    public Qwen3Config Config { get; }

    /// <value>
    /// Element type of the matrix products, float32 or bfloat16; the residual stream, norms and softmax stay float32.
    /// Default float32, which the reference data is held to.
    /// </value>
    public ScalarType ComputeType { get; set; } = ScalarType.Float32;

    /// <value>
    /// Whether a backward pass computes each layer's activations again instead of keeping them: memory for a third more time. Default false.
    /// </value>
    public bool Checkpointing { get; set; }

    /// <value>All parameters; <c>qkv_proj</c> and <c>gate_up_proj</c> hold what a checkpoint stores as three and two tensors.</value>
    public IReadOnlyList<ModelParameter> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ModelParameter> TrainableParameters => adapters.Any ? [.. Parameters.Where(IsTokenMatrix), .. adapters.Parameters] : Parameters;

    /// <value>Where the weights are.</value>
    public Device Device => embedding.device;

    /// <value>Number of scalar parameters; a tied embedding counts once.</value>
    public long ParameterCount => Parameters.Sum(p => p.Value.numel());

    /// <value>The matrices with one row a token, [V, d]: the embedding and, where it is not tied, the output layer.</value>
    public IReadOnlyList<Tensor> TokenMatrices => head is null ? [embedding] : [embedding, head];

    /// <summary>A model with random weights, scaled for training from scratch.</summary>
    /// <param name="config">Its shape.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="matrices">Stored type of the matrices: float32, or bfloat16 for inference.</param>
    /// <param name="device">Where the weights are made and stay; null for the CPU. A seed's weights differ from device to device.</param>
    public static Qwen3Model Create(Qwen3Config config, ulong seed, ScalarType matrices = ScalarType.Float32, Device? device = null)
    {
        using var generator = new Generator(seed, device ?? CPU);
        return new Qwen3Model(config, (name, shape) =>
        {
            if (shape.Length == 1) return (name.EndsWith("bias", StringComparison.Ordinal) ? zeros(shape, device: device) : ones(shape, device: device)).requires_grad_();
            var residual = name.EndsWith("o_proj.weight", StringComparison.Ordinal) || name.EndsWith("down_proj.weight", StringComparison.Ordinal);
            var deviation = name.Contains("embed", StringComparison.Ordinal) ? .02 : Math.Pow(shape[1], -.5) * (residual ? Math.Pow(2 * config.Layers, -.5) : 1);
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            return (randn(shape, generator: generator, device: device) * deviation).to(matrices).requires_grad_(matrices == ScalarType.Float32).MoveToOuterDisposeScope();
        });
    }

    /// <summary>Loads a Hugging Face model folder, its tensors read straight into the model's.</summary>
    /// <param name="folder">Configuration and weights, in one file or in shards.</param>
    /// <param name="matrices">
    /// Type of the matrices in memory, whatever the stored one: float32, for training and for reference, or bfloat16, for inference in half the memory.
    /// Norms and biases are float32.
    /// </param>
    /// <param name="device">Where the weights shall be; null for the CPU.</param>
    /// <exception cref="Text.InputException">The configuration is missing or of an unknown architecture.</exception>
    /// <exception cref="WeightsException">The weights are missing, damaged or do not fit the configuration; the first three differences are named.</exception>
    public static Qwen3Model Load(string folder, ScalarType matrices = ScalarType.Float32, Device? device = null)
    {
        var config = Qwen3Config.Load(folder);
        using var weights = new CheckpointWeights(folder);
        var model = new Qwen3Model(config, (_, shape) => empty(shape, dtype: shape.Length > 1 ? matrices : ScalarType.Float32, device: device));
        try
        {
            using var scope = NewDisposeScope();
            weights.LoadInto(model.Stored().ToList(), ignored: name => name == "lm_head.weight" && config.TiedEmbeddings);
            foreach (var parameter in model.Parameters) parameter.Value.requires_grad_(matrices == ScalarType.Float32);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes weights and <c>config.json</c> as transformers and vLLM read them.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="dtype">Stored element type of all tensors.</param>
    /// <param name="maxShardBytes">Above this size the weights are split into shards.</param>
    public void Save(string folder, ScalarType dtype, long maxShardBytes = CheckpointWriter.DefaultShardBytes)
    {
        using var scope = NewDisposeScope();
        Directory.CreateDirectory(folder);
        Config.Save(folder, dtype.ToString().ToLowerInvariant());
        CheckpointWriter.Write(folder, [.. Stored().Select(t => new PendingTensor(t.Name, dtype, t.Value.shape, () => t.Value.alias()))], maxShardBytes);
    }

    /// <inheritdoc/>
    public Qwen3Model Clone()
    {
        var values = Parameters.ToDictionary(p => p.Name, p => p.Value);
        var copy = new Qwen3Model(Config, (name, _) => values[name].detach().clone().requires_grad_()) { ComputeType = ComputeType, Checkpointing = Checkpointing };
        foreach (var parameter in copy.Parameters) parameter.Value.requires_grad_(values[parameter.Name].requires_grad);
        foreach (var parameter in copy.Parameters) copy.adapters.Copy(adapters, values[parameter.Name], parameter.Value);
        return copy;
    }

    /// <summary>A copy for inference whose matrices are stored in the compute type, so that no product has to convert them; norms stay float32.</summary>
    internal Qwen3Model CloneInComputeType()
    {
        var values = Parameters.ToDictionary(p => p.Name, p => p.Value);
        return new Qwen3Model(Config, (name, shape) => values[name].detach().to(shape.Length > 1 ? ComputeType : ScalarType.Float32, copy: true)) { ComputeType = ComputeType };
    }

    /// <summary>Hidden states after the final norm.</summary>
    /// <param name="ids">[N] int64.</param>
    /// <param name="positions">[N] int64: position within the token's own sequence.</param>
    /// <param name="longest">Greatest position plus one.</param>
    /// <param name="attention">Which tokens see one another.</param>
    /// <returns>[N, d].</returns>
    public Tensor Hidden(Tensor ids, Tensor positions, int longest, IAttention attention)
    {
        var x = Stream(layers.Length, ids, positions, longest, attention);
        return RmsNorm.Apply(x, finalNorm, Config.NormEpsilon);
    }

    /// <summary>Scores of the next token: [N, d] to [N, V].</summary>
    public Tensor Logits(Tensor hidden) => MixedLinear.Apply(hidden, OutputMatrix, ComputeType).to(ScalarType.Float32);

    /// <value>[V, d]: the output layer, which is the embedding where the two are tied.</value>
    internal Tensor OutputMatrix => head ?? embedding;

    /// <summary>The residual stream after one layer, for tests against references.</summary>
    internal Tensor HiddenAfter(int layer, Tensor ids, Tensor positions, int longest, IAttention attention) =>
        Stream(layer + 1, ids, positions, longest, attention);

    private Tensor Stream(int count, Tensor ids, Tensor positions, int longest, IAttention attention)
    {
        var x = embedding.index_select(0, ids).to(ScalarType.Float32);
        var apply = Fused(x, longest, attention) ?? Composed(Mixer(x, positions, longest, attention));
        foreach (var index in Enumerable.Range(0, count))
            x = Checkpointing && is_grad_enabled() ? CheckpointFunction.Run(x, input => apply(index, input)) : apply(index, x);
        return x;
    }

    // A layer as one operation, where float32 products of plain weights on the CPU can be called directly; null elsewhere.
    private Func<int, Tensor, Tensor>? Fused(Tensor stream, int longest, IAttention attention)
    {
        var plain = !adapters.Any && (ComputeType, embedding.dtype) == (ScalarType.Float32, ScalarType.Float32);
        if (!plain || !DecoderLayerFunction.Fits(Config) || Documents(stream, attention) is not { } documents) return null;
        var table = rotary.Upto(longest, stream.device);
        var shape = new DecoderLayerShape(documents, Config.HiddenSize, Config.IntermediateSize);
        return (index, x) =>
        {
            var (inputNorm, queryKeyValue, _, queryNorm, keyNorm, output, postAttentionNorm, gateUp, down) = layers[index];
            return DecoderLayerFunction.apply(x, inputNorm, queryKeyValue, queryNorm!, keyNorm!, output, postAttentionNorm, gateUp, down, table.Cosine, table.Sine, shape, is_grad_enabled());
        };
    }

    private Func<int, Tensor, Tensor> Composed(Func<int, Tensor, Tensor> mix) => (index, x) =>
    {
        var layer = layers[index];
        using var scope = NewDisposeScope(); // autograd keeps what it needs; the rest goes, and in the backward pass all of it layer by layer
        var qkv = Product(RmsNorm.Apply(x, layer.InputNorm, Config.NormEpsilon), layer.QueryKeyValue);
        if (layer.QueryKeyValueBias is { } bias) qkv = qkv + bias;
        x = x + Product(mix(index, qkv), layer.Output);
        return (x + Product(SwiGlu.Apply(Product(RmsNorm.Apply(x, layer.PostAttentionNorm, Config.NormEpsilon), layer.GateUp)), layer.Down)).MoveToOuterDisposeScope();
    };

    // What the fused operations know of the documents; null where they do not apply.
    private AttentionShape? Documents(Tensor x, IAttention attention) => attention is IDocumentAttention { Documents: var documents } && Config.HasQueryKeyNorm && Rows.Fit(x, Config.HiddenSize) && Config.HeadSize % AttentionShape.WidthUnit == 0
        ? new AttentionShape(Config.Heads, Config.KeyValueHeads, Config.HeadSize, (float)Config.NormEpsilon, documents)
        : null;

    // Attended values [N, H·D] of a layer's queries, keys and values [N, (H + 2·Hk)·D]; queries and keys are normalised before they are rotated.
    private Func<int, Tensor, Tensor> Mixer(Tensor x, Tensor positions, int longest, IAttention attention)
    {
        if (Documents(x, attention) is { } shape)
        {
            var table = rotary.Upto(longest, x.device);
            return (index, qkv) => AttentionFunction.apply(qkv, layers[index].QueryNorm!, layers[index].KeyNorm!, table.Cosine, table.Sine, shape, is_grad_enabled());
        }
        int heads = Config.Heads, groups = Config.KeyValueHeads, width = Config.HeadSize;
        var turns = rotary.At(positions, longest);
        return (index, flat) =>
        {
            var parts = flat.view(-1, heads + 2 * groups, width).split([heads + groups, groups], 1); // [N, H + Hk, D], [N, Hk, D]
            var turned = RotaryTable.Rotate(Normalised(parts[0], layers[index]), turns).to(flat.dtype).split([heads, groups], 1);
            return attention.Attend(index, turned[0], turned[1], parts[1]);
        };
    }

    // Queries and keys in one operation, which has no weight; theirs follow in float32.
    private Tensor Normalised(Tensor heads, Qwen3Layer layer)
    {
        if (layer.QueryNorm is not { } query || layer.KeyNorm is not { } key) return heads;
        var weights = cat([query.expand(Config.Heads, Config.HeadSize), key.expand(Config.KeyValueHeads, Config.HeadSize)]); // [H + Hk, D]
        return ScriptOperations.RmsNorm(heads, null, Config.HeadSize, Config.NormEpsilon) * weights;
    }

    private Tensor Product(Tensor x, Tensor weight) => adapters.Product(x, weight, ComputeType);

    /// <summary>
    /// Freezes everything but the token matrices, whose control tokens are new, and gives each matrix of the layers a low-rank update to
    /// train instead. The updates change nothing until they are trained.
    /// </summary>
    /// <param name="rank">r, at least 1.</param>
    /// <param name="alpha">α: the update counts α / r.</param>
    /// <param name="seed">Of the random factors.</param>
    public void AddAdapters(int rank, double alpha, ulong seed)
    {
        using var generator = new Generator(seed);
        foreach (var parameter in Parameters.Where(p => !IsTokenMatrix(p)))
        {
            parameter.Value.requires_grad_(false);
            if (parameter.Value.dim() > 1) adapters.Add(parameter, rank, alpha / rank, generator);
        }
    }

    /// <summary>Adds the low-rank updates to their matrices and drops them; all parameters can be trained again.</summary>
    public void MergeAdapters()
    {
        adapters.Merge();
        foreach (var parameter in Parameters) parameter.Value.requires_grad_();
    }

    private bool IsTokenMatrix(ModelParameter parameter) => TokenMatrices.Any(matrix => ReferenceEquals(matrix, parameter.Value));

    // The tensors as a checkpoint names them: views of the fused ones.
    internal IEnumerable<(string Name, Tensor Value)> Stored()
    {
        long queries = (long)Config.Heads * Config.HeadSize, groups = (long)Config.KeyValueHeads * Config.HeadSize, ff = Config.IntermediateSize;
        foreach (var (name, value) in Parameters)
        {
            var plain = value.detach();
            if (name.Contains("qkv_proj", StringComparison.Ordinal))
            {
                yield return (name.Replace("qkv_proj", "q_proj", StringComparison.Ordinal), plain.narrow(0, 0, queries));
                yield return (name.Replace("qkv_proj", "k_proj", StringComparison.Ordinal), plain.narrow(0, queries, groups));
                yield return (name.Replace("qkv_proj", "v_proj", StringComparison.Ordinal), plain.narrow(0, queries + groups, groups));
            }
            else if (name.EndsWith("gate_up_proj.weight", StringComparison.Ordinal))
            {
                yield return (name.Replace("gate_up_proj", "gate_proj", StringComparison.Ordinal), plain.narrow(0, 0, ff));
                yield return (name.Replace("gate_up_proj", "up_proj", StringComparison.Ordinal), plain.narrow(0, ff, ff));
            }
            else yield return (name, plain);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        adapters.Dispose();
        foreach (var parameter in Parameters) parameter.Value.Dispose();
        rotary.Dispose();
    }
}
