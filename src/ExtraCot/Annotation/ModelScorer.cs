using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>
/// Scores units by what a language model loses without them: how much harder the rest of the derivation and its answer become to predict (leave one out).
/// A unit is left out alone and with its sentence, and what both cost is averaged: alone, a word can be guessed and a formula stands for its
/// sentence; together, they tell what the step is worth. Needs no labels and no rules, only a model that has seen such text.
/// </summary>
/// <param name="model">The model, here or elsewhere.</param>
/// <param name="cancellation">Stops between batches.</param>
public sealed class ModelScorer(IAblation model, CancellationToken cancellation = default) : IUnitScorer
{
    private const double Half = 1.0; // nats: a unit that costs as much is scored one half

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<SegmentedThought> thoughts) => thoughts.Select(Score).ToList();

    private float[] Score(SegmentedThought thought)
    {
        var scores = new float[thought.Units.Count];
        if (scores.Length == 0) return scores;
        var sentences = Sentences.Of(thought.Units);
        var statement = Conclusion.Find(thought, sentences);
        var gaps = sentences.Concat(Enumerable.Range(0, scores.Length).Where(u => thought.Units[u].Kind != UnitKind.Punctuation).Select(u => u..(u + 1))).Distinct().ToList();
        var increase = gaps.Zip(model.Increase(thought, Content(thought, statement), gaps, cancellation)).ToDictionary(pair => pair.First, pair => Math.Max(0, pair.Second));
        for (var u = 0; u < scores.Length; u++)
        {
            var sentence = thought.Units[u].Sentence;
            var cost = (increase[sentences[sentence]] + increase.GetValueOrDefault(u..(u + 1))) / 2;
            scores[u] = statement.Contains(sentence) ? 1 : (float)(cost / (cost + Half));
        }
        return scores;
    }

    // Formulas, numbers and the final statement; how words follow one another tells of style, not of the derivation.
    private static bool[] Content(SegmentedThought thought, IReadOnlyList<int> statement) =>
        [.. thought.Units.Select(unit => unit.Kind is UnitKind.Formula or UnitKind.Equation || statement.Contains(unit.Sentence)
            || thought.Text.AsSpan(unit.Start, unit.End - unit.Start).IndexOfAnyInRange('0', '9') >= 0)];
}
