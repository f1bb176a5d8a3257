using ExtraCot.Text.Tokenization;
using ExtraCot.Text.Units;

namespace ExtraCot.Compression;

/// <summary>Cuts scored thoughts to ratios of their length. Units stay whole, the kept sets of rising ratios are nested.</summary>
/// <param name="student">The tokenizer in which lengths count: that of the model that will learn from the result.</param>
/// <param name="options">How the budget is spent; null for the defaults.</param>
public sealed class ThoughtCompressor(ITokenizer student, SelectionOptions? options = null)
{
    private readonly SelectionOptions options = options ?? new SelectionOptions();

    /// <summary>Cuts one thought to several ratios.</summary>
    /// <param name="thought">The thought and its units.</param>
    /// <param name="scores">One score for each unit; higher is kept earlier.</param>
    /// <param name="ratios">Ratios in (0, 1].</param>
    /// <returns>One result for each ratio, in the order given, and the tokens of the whole thought.</returns>
    /// <exception cref="ArgumentException">Scores and units differ in number, or a ratio is out of range.</exception>
    /// <exception cref="TokenizationException">The student's tokenizer has no token for a piece of the text.</exception>
    public (int Tokens, IReadOnlyList<ThoughtAtRatio> Ratios) Compress(SegmentedThought thought, float[] scores, IReadOnlyList<double> ratios)
    {
        if (scores.Length != thought.Units.Count) throw new ArgumentException($"{scores.Length} scores for {thought.Units.Count} units", nameof(scores));
        if (ratios.FirstOrDefault(ratio => ratio is not (> 0 and <= 1), 1) is not 1 and var bad) throw new ArgumentException($"ratio {bad} is not in (0, 1]", nameof(ratios));
        var whole = student.EncodeWithOffsets(thought.Text);
        var layout = new ThoughtLayout(thought, scores, whole);
        ISelection selection = options.FormulaFloor ? new FloorSelection(layout, options.Slack) : new BudgetSelection(layout, student, options.KeepConclusion);
        var rising = ratios.Where(ratio => ratio < 1).Distinct().Order().ToList();
        var cuts = selection.Cut(rising);
        var results = ratios.Select(ratio => ratio < 1 ? cuts[rising.IndexOf(ratio)] : Whole(thought, whole.Length)).ToList();
        return (whole.Length, results);
    }

    private static ThoughtAtRatio Whole(SegmentedThought thought, int tokens) =>
        new(1, thought.Text, tokens, 1, thought.Text.Length == 0 ? [] : [(0, thought.Text.Length)], null);
}
