using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Weights;
using ExtraCot.Text;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Models;

/// <summary>LLMLingua-2's small backbone, equal to transformers' <c>BertForTokenClassification</c>; attention grows with the square of the length.</summary>
public sealed class BertTokenClassifier : TokenClassifier
{
    private BertTokenClassifier(BertConfig config, Device? device)
        : base(config, device, "bert", positionsFollowPadding: false, (parameters, name, _) =>
            new EncoderAttention(parameters, name, config.HiddenSize, config.NumAttentionHeads))
    {
    }

    /// <summary>Loads a Hugging Face model folder.</summary>
    /// <exception cref="WeightsException">Weights are missing or do not fit the configuration.</exception>
    /// <exception cref="InputException">The configuration is missing or not of this kind.</exception>
    public static BertTokenClassifier Load(string folder, Device? device = null)
    {
        var model = new BertTokenClassifier(TokenClassifierConfig.Load<BertConfig>(folder), device);
        model.ReadWeights(folder);
        return model;
    }

    /// <inheritdoc/>
    public override BertTokenClassifier Clone()
    {
        var copy = new BertTokenClassifier((BertConfig)Config, Parameters[0].Value.device) { ComputeType = ComputeType };
        copy.CopyWeights(this);
        return copy;
    }
}
