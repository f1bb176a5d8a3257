using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Finds where a thought states its answer.</summary>
/// <remarks>
/// The last boxed formula, where there is one. Otherwise the last sentences vote for the value they end in, the later the more: a thought that checks
/// its answer names it often, and its very last sentence may only ramble. The last sentence with the most telling words for that value is the statement.
/// </remarks>
internal static class Conclusion
{
    private const int ClosingSentences = 2;
    private const double Last = 0.6; // the bare fact of being the last to name a value
    private const double Decay = 0.8; // of a vote's weight, from one sentence with a value to the one before it

    /// <summary>The sentences of the final statement: first the one with the answer's value, then, where it is another one, the closing words (answers need not be numbers).</summary>
    /// <returns>Indices into <paramref name="sentences"/>; none for an empty thought.</returns>
    public static IReadOnlyList<int> Find(SegmentedThought thought, IReadOnlyList<Range> sentences)
    {
        if (sentences.Count == 0) return [];
        var value = Value(thought, sentences);
        for (var i = sentences.Count - 1; i >= Math.Max(0, sentences.Count - ClosingSentences); i--)
        {
            var facts = new SentenceFacts(thought, sentences[i]);
            if (i == value) break;
            if (facts.Says(Cues.Answering) || facts.Says(Cues.Closing)) return [value, i];
        }
        return [value];
    }

    private static int Value(SegmentedThought thought, IReadOnlyList<Range> sentences)
    {
        for (var i = sentences.Count - 1; i >= 0; i--)
            if (thought.Units.Slice(sentences[i]).Any(unit => IsBoxed(thought, unit))) return i;
        var votes = Votes(thought, sentences).ToList();
        if (votes.Count == 0) return sentences.Count - 1;
        var elected = votes.GroupBy(vote => vote.Value).MaxBy(group => group.Sum(vote => vote.Weight))!;
        return elected.MaxBy(vote => vote.Weight).Sentence;
    }

    private static IEnumerable<(int Sentence, string Value, double Weight)> Votes(SegmentedThought thought, IReadOnlyList<Range> sentences)
    {
        var recency = 1.0;
        for (var i = sentences.Count - 1; i >= 0 && recency > 0.01; i--)
        {
            var facts = new SentenceFacts(thought, sentences[i]);
            if (facts.LastValue is not { } value) continue;
            yield return (i, value, recency * Weight(facts, isLast: recency == 1));
            recency *= Decay;
        }
    }

    private static double Weight(SentenceFacts facts, bool isLast)
    {
        var weight = facts.Says(Cues.Answering) ? 3 : facts.Says(Cues.Closing) ? 1.5 : facts.Formulas.Exists(sides => sides.Length > 1) ? 0.4 : 0.3;
        return facts.Says(Cues.Verifying) || facts.Says(Cues.Turning) ? weight / 3 : isLast ? weight + Last : weight;
    }

    private static bool IsBoxed(SegmentedThought thought, Unit unit) =>
        unit.Kind is UnitKind.Formula or UnitKind.Equation && thought.Text.AsSpan(unit.Start, unit.End - unit.Start).Contains(@"\boxed", StringComparison.Ordinal);
}
