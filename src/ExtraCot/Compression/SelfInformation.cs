using ExtraCot.Nn.Models;
using ExtraCot.Nn.Training;
using static TorchSharp.torch;

namespace ExtraCot.Compression;

/// <summary>
/// The pruning that this project is there to replace, as a measured contrast: drop the tokens a language model finds most
/// predictable, whatever formula they stand in (Selective Context, arXiv 2310.06201).
/// </summary>
public static class SelfInformation
{
    /// <summary>Keeps the least predictable tokens of each thought.</summary>
    /// <param name="model">Scores the tokens.</param>
    /// <param name="items">Prompt ids up to and including the opening thinking mark, and the thought's ids.</param>
    /// <param name="ratio">Share of the thought's tokens kept, in (0, 1].</param>
    /// <param name="report">Gets the number of tokens scored since the last call.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>The kept ids of each thought, in order.</returns>
    public static IReadOnlyList<int[]> Prune(Qwen3Model model, IReadOnlyList<(int[] Prompt, int[] Thought)> items, double ratio,
        Action<int>? report = null, CancellationToken cancellation = default)
    {
        const int RowsPerPass = 16;
        var kept = new int[items.Count][];
        var byLength = Enumerable.Range(0, items.Count).OrderBy(i => items[i].Prompt.Length + items[i].Thought.Length).Chunk(RowsPerPass);
        foreach (var rows in byLength)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            var batch = new PackedBatch(rows.Select(i => new TrainingSequence([.. items[i].Prompt, .. items[i].Thought], items[i].Prompt.Length)).ToList());
            var information = batch.LossPerToken(model).data<float>().ToArray();
            var at = 0;
            foreach (var i in rows)
            {
                var thought = items[i].Thought;
                var scores = information.AsSpan(at, thought.Length).ToArray();
                var count = (int)Math.Round(ratio * thought.Length);
                kept[i] = Enumerable.Range(0, thought.Length).OrderByDescending(t => scores[t]).Take(count).Order().Select(t => thought[t]).ToArray();
                at += thought.Length;
            }
            report?.Invoke(rows.Sum(i => items[i].Thought.Length));
        }
        return kept;
    }
}
