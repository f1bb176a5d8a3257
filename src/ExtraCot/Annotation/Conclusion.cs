using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>Finds where a thought states its answer.</summary>
/// <remarks>
/// The last boxed formula, where there is one. Otherwise the last sentences vote for the value they end in, the later the more: a thought that checks
/// its answer names it often, and its very last sentence may only ramble. The last sentence that says it tellingly is the statement.
/// </remarks>
internal static class Conclusion
{
    private const int ClosingSentences = 2;
    private const double Last = 0.6; // the bare fact of being the last to name a value
    private const double LastAndShort = 1.2; // "The remainder is $0$."
    private const int Short = 60; // UTF-16 units
    private const double Approval = 2;
    private const int ApprovalReach = 4; // sentences
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
        var telling = elected.Max(vote => vote.Weight) / 2;
        return elected.Where(vote => vote.Weight >= telling).Max(vote => vote.Sentence);
    }

    private static IEnumerable<(int Sentence, string Value, double Weight)> Votes(SegmentedThought thought, IReadOnlyList<Range> sentences)
    {
        var asked = Expressions(thought.Question);
        var recency = 1.0;
        var approvedAt = int.MaxValue; // "I think that's the final answer." speaks of the sentence before it
        for (var i = sentences.Count - 1; i >= 0 && recency > 0.01; i--)
        {
            var facts = new SentenceFacts(thought, sentences[i]);
            if (facts.LastValue is not { } value)
            {
                if (facts.Says(Cues.Answering) || facts.Says(Cues.Approving)) approvedAt = i;
                continue;
            }
            if (asked.Contains(value)) continue; // what is to be found is not what was found
            var answers = facts.Says(Cues.Answering) || (i > 0 && Introduces(thought, sentences[i - 1]));
            var isSet = value.Contains(@"\cup", StringComparison.Ordinal) || value.Contains('∪');
            var weight = recency * Weight(facts, answers, isSet, isLast: recency == 1);
            var doubts = facts.Says(Cues.Verifying) || facts.Says(Cues.Turning);
            if (approvedAt <= i + ApprovalReach && !doubts)
            {
                weight += recency * Approval;
                approvedAt = int.MaxValue;
            }
            yield return (i, value, weight);
            recency *= Decay;
        }
    }

    private static double Weight(SentenceFacts facts, bool answers, bool isSet, bool isLast)
    {
        var weight = answers ? 3 : isSet || facts.Says(Cues.Closing) ? 1.5 : facts.Formulas.Exists(sides => sides.Length > 1) ? 0.4 : 0.3;
        return facts.Says(Cues.Verifying) || facts.Says(Cues.Turning) ? weight / 3 : isLast ? weight + (facts.Text.Length <= Short ? LastAndShort : Last) : weight;
    }

    // "The answer is:" on a line of its own.
    private static bool Introduces(SegmentedThought thought, Range sentence)
    {
        var facts = new SentenceFacts(thought, sentence);
        return facts.Text.AsSpan().TrimEnd() is [.., ':' or '：'] && facts.Says(Cues.Answering);
    }

    private static HashSet<string> Expressions(string question)
    {
        var units = UnitDetector.Detect(question);
        if (units.Count == 0) return [];
        return [.. new SentenceFacts(new SegmentedThought("", question, units), ..units.Count).Formulas.Where(sides => sides.Length == 1 && sides[0].Any(char.IsLetter)).Select(sides => sides[0])];
    }

    private static bool IsBoxed(SegmentedThought thought, Unit unit) =>
        unit.Kind is UnitKind.Formula or UnitKind.Equation && thought.Text.AsSpan(unit.Start, unit.End - unit.Start).Contains(@"\boxed", StringComparison.Ordinal);
}
