using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Finds where a thought states its answer.</summary>
/// <remarks>
/// The last boxed formula, where there is one. Otherwise the last sentences vote for the value they end in, the later the more: a thought that checks
/// its answer names it often, and its very last sentence may only ramble. The last sentence with the most telling words for that value is the statement.
/// </remarks>
internal static class Conclusion
{
    private const double Decay = 0.8; // of a vote's weight, from one sentence with a value to the one before it

    /// <summary>The sentence of the final statement.</summary>
    /// <returns>Index into <paramref name="sentences"/>; −1 for an empty thought.</returns>
    public static int Sentence(SegmentedThought thought, IReadOnlyList<Range> sentences)
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
            var value = facts.Formulas.LastOrDefault(sides => sides.Length > 0)?[^1] ?? facts.Words.LastOrDefault(word => char.IsAsciiDigit(word[0]));
            if (value is null) continue;
            yield return (i, value, recency * Weight(facts));
            recency *= Decay;
        }
    }

    private static double Weight(SentenceFacts facts)
    {
        var weight = facts.Says(Cues.Answering) ? 3 : facts.Says(Cues.Closing) ? 1.5 : facts.Formulas.Exists(sides => sides.Length > 1) ? 0.4 : 0.3;
        return facts.Says(Cues.Verifying) || facts.Says(Cues.Turning) ? weight / 3 : weight;
    }

    private static bool IsBoxed(SegmentedThought thought, Unit unit) =>
        unit.Kind is UnitKind.Formula or UnitKind.Equation && thought.Text.AsSpan(unit.Start, unit.End - unit.Start).Contains(@"\boxed", StringComparison.Ordinal);
}
