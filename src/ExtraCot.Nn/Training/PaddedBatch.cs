using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>Sequences of similar length as rows padded at their end, with the places whose next token is predicted.</summary>
public sealed class PaddedBatch
{
    private readonly int rows, length;

    /// <summary>Lays out the sequences; call inside a dispose scope, the tensors are the caller's.</summary>
    public PaddedBatch(IReadOnlyList<TrainingSequence> sequences)
    {
        rows = sequences.Count;
        length = sequences.Max(s => s.Ids.Length) - 1; // the last token is only predicted
        var inputs = new long[rows * length];
        var places = new List<long>();
        var targets = new List<long>();
        for (var row = 0; row < rows; row++)
        {
            var ids = sequences[row].Ids;
            for (var t = 0; t + 1 < ids.Length; t++)
            {
                inputs[row * length + t] = ids[t];
                if (t + 1 < sequences[row].LossStart) continue;
                places.Add(row * length + t);
                targets.Add(ids[t + 1]);
            }
        }
        Inputs = tensor(inputs);
        Positions = arange(length).repeat(rows);
        Places = tensor(places.ToArray(), dtype: ScalarType.Int64);
        Targets = tensor(targets.ToArray(), dtype: ScalarType.Int64);
    }

    /// <value>[rows·length] int64.</value>
    public Tensor Inputs { get; }

    /// <value>[rows·length] int64.</value>
    public Tensor Positions { get; }

    /// <value>[M] int64: flat indices of the tokens whose successor is a target, row by row.</value>
    public Tensor Places { get; }

    /// <value>[M] int64.</value>
    public Tensor Targets { get; }

    /// <summary>Hidden states of all places of the batch: [rows·length, d].</summary>
    public Tensor Hidden(Qwen3Model model) => model.Hidden(Inputs, Positions, length, new PaddedCausalAttention(rows, length));

    /// <summary>−log p of each target, [M].</summary>
    public Tensor LossPerToken(Qwen3Model model) => CausalLmLoss.PerToken(model, Hidden(model), Places, Targets);

    /// <summary>Sum over targets of −log p.</summary>
    public Tensor LossSum(Qwen3Model model) => CausalLmLoss.Sum(model, Hidden(model), Places, Targets);
}
