using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Weights;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>The compressor's backbone, equal to transformers' <c>LongformerForTokenClassification</c>; time and memory grow linearly with the sequence.</summary>
public sealed class LongformerTokenClassifier : TokenClassifier
{
    private LongformerTokenClassifier(LongformerConfig config, Device? device)
        : base(config, device, "longformer", positionsFollowPadding: true, (parameters, name, layer) =>
            new SlidingWindowAttention(parameters, name, config.HiddenSize, config.NumAttentionHeads, config.Window(layer)))
    {
    }

    /// <summary>A new model with random weights.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="seed">Equal seeds give equal weights on every device.</param>
    /// <param name="device">Default: the CPU.</param>
    /// <exception cref="InputException">The sizes do not fit each other.</exception>
    public static LongformerTokenClassifier Create(LongformerConfig config, long seed, Device? device = null)
    {
        var model = new LongformerTokenClassifier(config, device);
        model.Initialize(seed);
        return model;
    }

    /// <summary>Loads a Hugging Face model folder.</summary>
    /// <exception cref="WeightsException">Weights are missing or do not fit the configuration.</exception>
    /// <exception cref="InputException">The configuration is missing or not of this kind.</exception>
    public static LongformerTokenClassifier Load(string folder, Device? device = null)
    {
        var model = new LongformerTokenClassifier(TokenClassifierConfig.Load<LongformerConfig>(folder), device);
        model.ReadWeights(folder);
        return model;
    }

    /// <summary>Loads the encoder of a Hugging Face folder, a language model's as well as a classifier's; the head is new.</summary>
    /// <param name="folder">For example <c>allenai/longformer-base-4096</c>, its weights as safetensors, in one file or sharded.</param>
    /// <param name="seed">Of the head's weights.</param>
    /// <param name="device">Default: the CPU.</param>
    /// <exception cref="WeightsException">Weights are missing or do not fit the configuration.</exception>
    /// <exception cref="InputException">The configuration is missing or not of this kind.</exception>
    public static LongformerTokenClassifier LoadEncoder(string folder, long seed, Device? device = null)
    {
        var model = Create(TokenClassifierConfig.Load<LongformerConfig>(folder) with { Id2Label = null }, seed, device);
        model.ReadEncoderWeights(folder);
        return model;
    }

    /// <inheritdoc/>
    public override LongformerTokenClassifier Clone()
    {
        var copy = new LongformerTokenClassifier((LongformerConfig)Config, Parameters[0].Value.device) { ComputeType = ComputeType };
        copy.CopyWeights(this);
        return copy;
    }
}
