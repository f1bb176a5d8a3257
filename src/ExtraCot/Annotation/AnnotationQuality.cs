using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>How well an annotator's labels agree with those of a hand-checked file, over all units that both label. Shares in [0, 1].</summary>
/// <param name="Units">Units compared.</param>
/// <param name="Share">Share of them that the reference keeps.</param>
/// <param name="Precision">Share of the annotator's kept units that the reference keeps.</param>
/// <param name="Recall">Share of the reference's kept units that the annotator keeps.</param>
/// <param name="Ranking">Chance that of two units of one thought, one kept and one dropped by the reference, the kept one is scored higher (ties count half); NaN without scores.</param>
public sealed record AnnotationQuality(int Units, double Share, double Precision, double Recall, double Ranking)
{
    /// <value>Harmonic mean of precision and recall.</value>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Compares labels with reference labels of the same thoughts.</summary>
    /// <param name="pairs">Reference and labels of each thought.</param>
    /// <param name="counts">Which units count.</param>
    public static AnnotationQuality Of(IEnumerable<(LabelledThought Reference, LabelledThought Labels)> pairs, Func<Unit, bool> counts)
    {
        var (units, wanted, kept, both) = (0, 0, 0, 0);
        var (ranked, comparisons) = (0.0, 0L);
        foreach (var (reference, labels) in pairs)
        {
            var cut = UnitDetector.Detect(reference.Thought);
            var (marks, own, scores) = (reference.Marks(cut), labels.Marks(cut), labels.UnitScores(cut));
            var (higher, lower) = (new List<float>(), new List<float>());
            for (var i = 0; i < cut.Count; i++)
            {
                if (!counts(cut[i]) || marks[i] is not { } keep || own[i] is not { } choice) continue;
                units++;
                wanted += keep ? 1 : 0;
                kept += choice ? 1 : 0;
                both += keep && choice ? 1 : 0;
                if (scores[i] is { } score) (keep ? higher : lower).Add(score);
            }
            ranked += higher.Sum(a => lower.Sum(b => a > b ? 1 : a == b ? 0.5 : 0));
            comparisons += (long)higher.Count * lower.Count;
        }
        return new AnnotationQuality(units, Ratio(wanted, units), Ratio(both, kept), Ratio(both, wanted), ranked / comparisons);
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
