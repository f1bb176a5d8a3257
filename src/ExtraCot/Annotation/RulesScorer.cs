using System.Collections.Frozen;
using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>
/// Scores units by rules: high for what a complete derivation needs (equations with new results that the answer rests on, definitions,
/// case splits, the numbers an equation works with, the final statement), low for restatement, planning, hedges, verification of what is
/// known, repetition and branches that were given up. Deterministic, no model, linear in the length but for a sentence's phrases.
/// </summary>
/// <remarks>A sentence gets a base score by its facts; within it formulas and numbers stand a little above words, fillers below.</remarks>
public sealed class RulesScorer : IUnitScorer
{
    private const double Base = 0.40;

    private static readonly FrozenSet<string> Fillers = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "okay", "ok", "so", "well", "now", "hmm", "alright", "wait", "actually", "just", "really", "also", "then", "great", "yes", "yeah");

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<SegmentedThought> thoughts) => thoughts.Select(Score).ToList();

    private static float[] Score(SegmentedThought thought)
    {
        var scores = new float[thought.Units.Count];
        if (scores.Length == 0) return scores;
        var ranges = Sentences.Of(thought.Units);
        var sentences = ranges.Select(range => new SentenceFacts(thought, range)).ToList();
        var conclusion = Conclusion.Find(thought, ranges);
        var roles = FormulaRoles.Of(thought);
        var derivation = new Derivation(thought, sentences, roles, conclusion[0]);
        for (var i = 0; i < sentences.Count; i++)
        {
            var sentence = conclusion.Contains(i) ? 1 : Base + Worth(sentences[i], derivation, roles[i], i);
            for (var u = ranges[i].Start.Value; u < ranges[i].End.Value; u++)
                scores[u] = (float)Math.Clamp(sentence + Nuance(thought.Text.AsSpan(thought.Units[u].Start..thought.Units[u].End).Trim(), thought.Units[u].Kind), 0, 1);
        }
        return scores;
    }

    private static double Worth(SentenceFacts sentence, Derivation derivation, FormulaRole role, int i)
    {
        var isNew = derivation.New[i];
        var equation = isNew && sentence.HasRelation;
        var restates = !isNew && (sentence.Says(Cues.Restating) || derivation.Restates(i));
        var setsUp = !restates && derivation.SetsUp(i);
        var worth = equation ? 0.22 : isNew ? 0.12 : sentence.Formulas.Count > 0 ? -0.15 : 0;
        if (derivation.Needed[i] && !restates) worth += 0.14;
        if (setsUp) worth += 0.10;
        if (derivation.Leads[i]) worth += 0.06;
        if (derivation.Dangles[i]) worth -= 0.06;
        if (sentence.Values.Count == 0) worth -= 0.08;
        else if (sentence.Says(Cues.Concluding)) worth += 0.04;
        if (sentence.Says(Cues.Defining)) worth += 0.06;
        if (sentence.Says(Cues.Planning) && !setsUp) worth -= equation ? 0.04 : 0.18;
        if (restates || sentence.Says(Cues.Restating)) worth -= equation ? 0.05 : 0.15;
        if (sentence.Says(Cues.Verifying)) worth -= 0.20;
        if (sentence.Says(Cues.Turning)) worth -= 0.06;
        if (derivation.Abandoned[i]) worth -= 0.36;
        if (i > derivation.Solved) worth -= 0.30;
        else if (equation) worth += 0.10 * (i + 1) / (derivation.Solved + 1); // what is nearer to the answer holds more of it
        if (i == derivation.Solved) worth += 0.15;
        return worth + (role switch { FormulaRole.Core => 0.08, FormulaRole.Check => -0.15, _ => 0 });
    }

    private static double Nuance(ReadOnlySpan<char> unit, UnitKind kind) => kind switch
    {
        UnitKind.Formula or UnitKind.Equation => 0.03,
        UnitKind.Word when unit.IndexOfAnyInRange('0', '9') >= 0 => 0.02,
        UnitKind.Word when Fillers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(unit) => -0.05,
        _ => 0,
    };
}
