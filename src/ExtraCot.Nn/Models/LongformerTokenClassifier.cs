using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Weights;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>The compressor's backbone, equal to transformers' <c>LongformerForTokenClassification</c>; time and memory grow linearly with the sequence.</summary>
public sealed class LongformerTokenClassifier : TokenClassifier, ITrainableModel<LongformerTokenClassifier>
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

    /// <inheritdoc/>
    public LongformerTokenClassifier Clone()
    {
        var copy = new LongformerTokenClassifier((LongformerConfig)Config, Parameters[0].Value.device) { ComputeType = ComputeType };
        copy.CopyWeights(this);
        return copy;
    }
}
