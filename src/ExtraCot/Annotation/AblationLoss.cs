using System.Runtime.InteropServices;
using ExtraCot.Nn.Layers;
using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using static TorchSharp.torch;

namespace ExtraCot.Annotation;

/// <summary>How much less likely a language model finds the rest of a text when a stretch of it is missing.</summary>
/// <remarks>
/// The text goes through the model once; each variant goes on from the stored keys and values of what stands before its gap, so that only what
/// follows the gap is computed anew. Variants of similar length share a batch.
/// </remarks>
internal sealed class AblationLoss(Qwen3Model model)
{
    private const long TokensPerBatch = 4096;
    private const long MaskPerBatch = 1 << 25; // elements

    private readonly Device device = model.TokenMatrices[0].device;

    /// <summary>The increase of −log p of the counted tokens behind each gap, in nats.</summary>
    /// <param name="ids">The whole text.</param>
    /// <param name="counts">Which tokens count.</param>
    /// <param name="gaps">Half-open token ranges, each behind the first token; the rest of each is what follows its end.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>One sum for each gap; negative where the rest became likelier.</returns>
    public double[] Increase(int[] ids, bool[] counts, IReadOnlyList<(int Start, int End)> gaps, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var length = ids.Length - 1; // the last token is only predicted
        using var trunk = new RecordingAttention(length);
        var whole = Losses(model.Hidden(Longs(ids.AsSpan(0, length)), arange(length, device: device), length, trunk), Enumerable.Range(0, length).ToList(), ids.AsSpan(1));
        var after = new double[ids.Length + 1]; // −log p of the counted tokens from here on
        for (var i = ids.Length - 1; i > 0; i--) after[i] = after[i + 1] + (counts[i] ? whole[i - 1] : 0);
        var increase = new double[gaps.Count];
        foreach (var batch in Batches(ids.Length, gaps))
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            var sums = Branches(trunk, ids, counts, batch.Select(i => gaps[i]).ToList());
            for (var row = 0; row < batch.Count; row++) increase[batch[row]] = sums[row] - after[gaps[batch[row]].End];
        }
        return increase;
    }

    // A row begins with the last token before its gap, which predicts the first one behind it.
    private double[] Branches(RecordingAttention trunk, int[] ids, bool[] counts, List<(int Start, int End)> gaps)
    {
        var length = gaps.Max(gap => ids.Length - gap.End);
        var inputs = new long[gaps.Count * length];
        var positions = new long[gaps.Count * length];
        var (places, targets, owners) = (new List<int>(), new List<int>(), new List<int>());
        for (var row = 0; row < gaps.Count; row++)
        {
            var (start, end) = gaps[row];
            for (var t = 0; t < length; t++)
            {
                positions[row * length + t] = start - 1 + t;
                if (end + t >= ids.Length) continue;
                inputs[row * length + t] = t == 0 ? ids[start - 1] : ids[end + t - 1];
                if (!counts[end + t]) continue;
                places.Add(row * length + t);
                targets.Add(ids[end + t]);
                owners.Add(row);
            }
        }
        var attention = new BranchAttention(trunk, gaps.Select(gap => gap.Start - 1).ToList(), length, device);
        var hidden = model.Hidden(tensor(inputs, device: device), tensor(positions, device: device), gaps.Max(gap => gap.Start) + length, attention);
        var losses = Losses(hidden, places, targets.ToArray());
        var sums = new double[gaps.Count];
        for (var i = 0; i < losses.Length; i++) sums[owners[i]] += losses[i];
        return sums;
    }

    private float[] Losses(Tensor hidden, List<int> places, ReadOnlySpan<int> targets) => places.Count == 0
        ? []
        : CausalLmLoss.PerToken(model, hidden, Longs(CollectionsMarshal.AsSpan(places)), Longs(targets)).cpu().data<float>().ToArray();

    private static IEnumerable<List<int>> Batches(int tokens, IReadOnlyList<(int Start, int End)> gaps)
    {
        var batch = new List<int>();
        foreach (var gap in Enumerable.Range(0, gaps.Count).Where(i => gaps[i].Start < gaps[i].End && gaps[i].End < tokens).OrderByDescending(i => gaps[i].End))
        {
            var length = (long)tokens - gaps[gap].End; // the longest row of the batch so far
            var rows = batch.Count + 1;
            if (batch.Count > 0 && (rows * length > TokensPerBatch || rows * length * tokens > MaskPerBatch))
            {
                yield return batch;
                batch = [];
            }
            batch.Add(gap);
        }
        if (batch.Count > 0) yield return batch;
    }

    private Tensor Longs(ReadOnlySpan<int> values)
    {
        var longs = new long[values.Length];
        for (var i = 0; i < longs.Length; i++) longs[i] = values[i];
        return tensor(longs, device: device);
    }
}
