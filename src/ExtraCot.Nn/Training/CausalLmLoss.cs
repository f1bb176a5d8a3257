using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>Cross-entropy of chosen next tokens, a piece of tokens at a time so that the logits never stand whole in memory.</summary>
public static class CausalLmLoss
{
    private const long MaxLogits = 1 << 24; // 64 MB of float32 at a time

    /// <summary>Sum over targets of −log p(target); divide by the count of the whole batch, so that splitting a batch changes nothing.</summary>
    /// <param name="model">Gives the logits.</param>
    /// <param name="hidden">[N, d].</param>
    /// <param name="rows">[M] int64: the tokens whose successor is a target.</param>
    /// <param name="targets">[M] int64: those successors.</param>
    /// <returns>A scalar; 0 when there is no target.</returns>
    public static Tensor Sum(Qwen3Model model, Tensor hidden, Tensor rows, Tensor targets)
    {
        var count = rows.size(0);
        if (count == 0) return hidden.sum() * 0;
        var selected = hidden.index_select(0, rows); // [M, d]
        var piece = Math.Max(1, MaxLogits / model.Config.VocabularySize);
        Tensor? total = null;
        for (long from = 0; from < count; from += piece)
        {
            var size = Math.Min(piece, count - from);
            var loss = nn.functional.cross_entropy(model.Logits(selected.narrow(0, from, size)), targets.narrow(0, from, size), reduction: nn.Reduction.Sum);
            total = total is null ? loss : total + loss;
        }
        return total!;
    }
}
