using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using static TorchSharp.torch;

namespace ExtraCot.Nn.Training;

/// <summary>Sequences one behind the other without padding, each attending within itself, with the places whose next token is predicted.</summary>
public sealed class PackedBatch
{
    private readonly int[] lengths;

    /// <summary>Lays out the sequences; call inside a dispose scope, the tensors are the caller's.</summary>
    /// <param name="sequences">At least one, of two tokens or more each.</param>
    /// <param name="device">Where the tensors shall be; null for the CPU.</param>
    public PackedBatch(IReadOnlyList<TrainingSequence> sequences, Device? device = null)
    {
        lengths = [.. sequences.Select(s => s.Ids.Length - 1)]; // the last token is only predicted
        var inputs = new List<long>(lengths.Sum());
        var (positions, places, targets) = (new List<long>(inputs.Capacity), new List<long>(), new List<long>());
        var starts = new List<int>(sequences.Count);
        foreach (var (ids, lossStart) in sequences)
        {
            starts.Add(inputs.Count);
            for (var t = 0; t + 1 < ids.Length; t++)
            {
                if (t + 1 >= lossStart)
                {
                    places.Add(inputs.Count);
                    targets.Add(ids[t + 1]);
                }
                inputs.Add(ids[t]);
                positions.Add(t);
            }
        }
        Starts = starts;
        Tensor Of(List<long> values) => tensor(values.ToArray(), dtype: ScalarType.Int64, device: device ?? CPU);
        (Inputs, Positions, Places, Targets) = (Of(inputs), Of(positions), Of(places), Of(targets));
    }

    /// <value>Index of each sequence's first token.</value>
    public IReadOnlyList<int> Starts { get; }

    /// <value>[N] int64.</value>
    public Tensor Inputs { get; }

    /// <value>[N] int64: place within the token's own sequence.</value>
    public Tensor Positions { get; }

    /// <value>[M] int64: indices of the tokens whose successor is a target, sequence by sequence.</value>
    public Tensor Places { get; }

    /// <value>[M] int64.</value>
    public Tensor Targets { get; }

    /// <summary>Hidden states of all tokens: [N, d].</summary>
    public Tensor Hidden(Qwen3Model model) => model.Hidden(Inputs, Positions, lengths.Max(), new PackedCausalAttention(lengths));

    /// <summary>−log p of each target, [M].</summary>
    public Tensor LossPerToken(Qwen3Model model) => CausalLmLoss.PerToken(model, Hidden(model), Places, Targets);

    /// <summary>Sum over targets of −log p.</summary>
    public Tensor LossSum(Qwen3Model model) => CausalLmLoss.Sum(model, Hidden(model), Places, Targets);
}
