namespace ExtraCot.Compressor;

/// <summary>How well a compressor's choice of units agrees with a teacher's, over all units of all samples. All figures in [0, 1].</summary>
/// <param name="Precision">Share of the units scored above one half that the teacher keeps.</param>
/// <param name="Recall">Share of the teacher's units that are scored above one half.</param>
/// <param name="BudgetF1">F1 when of each thought the best units are kept, as many as the teacher keeps of it; then precision and recall are equal.</param>
public readonly record struct KeepQuality(double Precision, double Recall, double BudgetF1)
{
    /// <value>Harmonic mean of precision and recall.</value>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Compares scores with the teacher's marks; a share of at least one half counts as kept, and a unit without a mark does not count.</summary>
    internal static KeepQuality Of(IReadOnlyList<CompressorSample> samples, IReadOnlyList<float[]> scores)
    {
        long kept = 0, chosen = 0, right = 0, rightOfBest = 0;
        for (var i = 0; i < samples.Count; i++)
        {
            var (keep, score) = (samples[i].Keep, scores[i]);
            var known = Enumerable.Range(0, keep.Length).Where(unit => !float.IsNaN(keep[unit])).ToList();
            var budget = known.Count(IsKept);
            kept += budget;
            chosen += known.Count(unit => score[unit] > .5f);
            right += known.Count(unit => score[unit] > .5f && IsKept(unit));
            rightOfBest += known.OrderByDescending(unit => score[unit]).Take(budget).Count(IsKept);

            bool IsKept(int unit) => keep[unit] >= .5f;
        }
        return new KeepQuality((double)right / Math.Max(1, chosen), (double)right / Math.Max(1, kept), (double)rightOfBest / Math.Max(1, kept));
    }
}
