using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>−log p of chosen next tokens; only the places that are asked for go through the output layer.</summary>
public static class CausalLmLoss
{
    /// <summary>−log p(target) a target.</summary>
    /// <param name="model">Gives the logits.</param>
    /// <param name="hidden">[N, d].</param>
    /// <param name="places">[M] int64: the tokens whose successor is a target.</param>
    /// <param name="targets">[M] int64: those successors.</param>
    /// <returns>[M] float32.</returns>
    public static Tensor PerToken(Qwen3Model model, Tensor hidden, Tensor places, Tensor targets) =>
        TokenLossFunction.apply(hidden.index_select(0, places), model.OutputMatrix, targets, model.ComputeType, is_grad_enabled());

    /// <summary>Sum over the targets; divide by the count of the whole batch, so that splitting a batch changes nothing.</summary>
    /// <returns>A scalar; 0 when there is no target (libtorch's own mean would be NaN).</returns>
    public static Tensor Sum(Qwen3Model model, Tensor hidden, Tensor places, Tensor targets) => PerToken(model, hidden, places, targets).sum();
}
