using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using static TorchSharp.torch;

namespace ExtraCot.Compressor;

/// <summary>Inputs as padded rows with their masks; call inside a dispose scope.</summary>
internal sealed class CompressorBatch
{
    private readonly Tensor ids, real, global;
    private readonly int longest;

    public CompressorBatch(IReadOnlyList<CompressorInput> inputs, int pad)
    {
        longest = inputs.Max(input => input.Ids.Length);
        var (flat, mask, globals) = (new long[inputs.Count * longest], new long[inputs.Count * longest], new long[inputs.Count * longest]);
        Array.Fill(flat, pad);
        for (var row = 0; row < inputs.Count; row++)
        {
            for (var t = 0; t < inputs[row].Ids.Length; t++) (flat[row * longest + t], mask[row * longest + t]) = (inputs[row].Ids[t], 1);
            globals.AsSpan(row * longest, inputs[row].ThoughtStart).Fill(1);
        }
        long[] shape = [inputs.Count, longest];
        (ids, real, global) = (tensor(flat).view(shape), tensor(mask).view(shape), tensor(globals).view(shape)); // [B, T]
    }

    /// <summary>[B, T, 2].</summary>
    public Tensor Logits(LongformerTokenClassifier model) => model.Logits(ids, real, global);

    /// <summary>Mean loss over the thought tokens.</summary>
    /// <param name="model">Scores the tokens.</param>
    /// <param name="inputs">The rows.</param>
    /// <param name="keep">Label of each row's units.</param>
    /// <param name="gamma">γ of the focal loss.</param>
    public Tensor Loss(LongformerTokenClassifier model, IReadOnlyList<CompressorInput> inputs, IReadOnlyList<bool[]> keep, double gamma)
    {
        var labels = new long[inputs.Count * longest];
        Array.Fill(labels, FocalLoss.Ignored);
        for (var row = 0; row < inputs.Count; row++)
            for (var t = 0; t < inputs[row].Units.Length; t++)
                labels[row * longest + inputs[row].ThoughtStart + t] = keep[row][inputs[row].Units[t]] ? 1 : 0;
        return FocalLoss.Compute(Logits(model), tensor(labels).view(inputs.Count, longest), classWeights: null, gamma);
    }
}
