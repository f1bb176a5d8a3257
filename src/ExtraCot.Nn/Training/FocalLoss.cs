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
        var counted = labels.ne(Ignored);
        var hard = nn.functional.one_hot(labels.masked_fill(counted.logical_not(), 0), logits.size(-1)) * counted.unsqueeze(-1);
        return Soft(logits, hard.to_type(logits.dtype), classWeights, gamma).MoveToOuterDisposeScope();
    }

    /// <summary>As <see cref="Compute"/> for labels that are shares: the mean of <c>sum_y target[y] weight[y] (1 - p_y)^gamma (-log p_y)</c>.</summary>
    /// <param name="logits">[..., labels].</param>
    /// <param name="targets">[..., labels]; the shares of a token sum to 1, or are all 0 where it does not count.</param>
    /// <param name="classWeights">[labels], or null for 1 each.</param>
    /// <param name="gamma">0 or at least 1: between them the gradient of a sure token is infinite.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Soft(Tensor logits, Tensor targets, Tensor? classWeights = null, double gamma = 2)
    {
        using var scope = NewDisposeScope();
        var weights = classWeights is null ? targets : targets * classWeights;
        var logProbability = nn.functional.log_softmax(logits, -1);
        var loss = weights * logProbability.neg() * (1 - logProbability.exp()).pow(gamma);
        return (loss.sum() / targets.sum().clamp(min: 1)).MoveToOuterDisposeScope();
    }
}
