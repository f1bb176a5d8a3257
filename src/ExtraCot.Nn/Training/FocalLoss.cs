using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>Focal loss of token classification (Lin et al. 2017): cross-entropy that counts well-classified tokens less.</summary>
public static class FocalLoss
{
    /// <summary>Label of tokens that do not count, as in transformers.</summary>
    public const long Ignored = -100;

    /// <summary>The mean of <c>weight[y] (1 - p_y)^gamma (-log p_y)</c> over the tokens whose label counts; 0 when none does.</summary>
    /// <param name="logits">[..., labels].</param>
    /// <param name="labels">[...] int64; <see cref="Ignored"/> where a token does not count.</param>
    /// <param name="classWeights">[labels], or null for 1 each. The mean is over tokens, not over weights.</param>
    /// <param name="gamma">0 gives cross-entropy; the reference uses 2.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Compute(Tensor logits, Tensor labels, Tensor? classWeights = null, double gamma = 2)
    {
        using var scope = NewDisposeScope();
        var flat = labels.reshape(-1);
        var counted = flat.ne(Ignored);
        var target = flat.masked_fill(counted.logical_not(), 0);
        var logProbability = nn.functional.log_softmax(logits.reshape(-1, logits.size(-1)), -1).gather(1, target.unsqueeze(1)).squeeze(1);
        var weight = counted.to_type(logits.dtype);
        if (classWeights is not null) weight = weight * classWeights.index_select(0, target);
        var loss = weight * logProbability.neg() * (1 - logProbability.exp()).pow(gamma);
        return (loss.sum() / counted.sum().clamp(min: 1)).MoveToOuterDisposeScope();
    }
}
