using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Weights;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>LLMLingua-2's large backbone, equal to transformers' <c>XLMRobertaForTokenClassification</c>; attention grows with the square of the length.</summary>
public sealed class XlmRobertaTokenClassifier : TokenClassifier
{
    private XlmRobertaTokenClassifier(XlmRobertaConfig config, Device? device)
        : base(config, device, "roberta", positionsFollowPadding: true, (parameters, name, _) =>
            new EncoderAttention(parameters, name, config.HiddenSize, config.NumAttentionHeads))
    {
    }

    /// <summary>A new model with random weights.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="seed">Equal seeds give equal weights on every device.</param>
    /// <param name="device">Default: the CPU.</param>
    /// <exception cref="InputException">The sizes do not fit each other.</exception>
    public static XlmRobertaTokenClassifier Create(XlmRobertaConfig config, long seed, Device? device = null)
    {
        var model = new XlmRobertaTokenClassifier(config, device);
        model.Initialize(seed);
        return model;
    }

    /// <summary>Loads a Hugging Face model folder.</summary>
    /// <exception cref="WeightsException">Weights are missing or do not fit the configuration.</exception>
    /// <exception cref="InputException">The configuration is missing or not of this kind.</exception>
    public static XlmRobertaTokenClassifier Load(string folder, Device? device = null)
    {
        var model = new XlmRobertaTokenClassifier(TokenClassifierConfig.Load<XlmRobertaConfig>(folder), device);
        model.ReadWeights(folder);
        return model;
    }

    /// <inheritdoc/>
    public override XlmRobertaTokenClassifier Clone()
    {
        var copy = new XlmRobertaTokenClassifier((XlmRobertaConfig)Config, Parameters[0].Value.device) { ComputeType = ComputeType };
        copy.CopyWeights(this);
        return copy;
    }
}
