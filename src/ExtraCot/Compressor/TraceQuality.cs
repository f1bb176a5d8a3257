using System.Text.RegularExpressions;
using ExtraCot.Annotation;
using ExtraCot.Compression;
using ExtraCot.Text.Answers;
using ExtraCot.Text.Units;

namespace ExtraCot.Compressor;

/// <summary>What compression left of one trace, compared with the whole; counts, so that traces can be added up.</summary>
/// <param name="TouchedFormulas">Formulas of the whole of which anything was kept.</param>
/// <param name="IntactFormulas">Of these, those that stand whole in the compressed text.</param>
/// <param name="Equations">Different equations and inequalities of the whole.</param>
/// <param name="KeptEquations">Of these, those that a reader finds in the compressed text.</param>
/// <param name="Numbers">Different numbers in the whole's equations.</param>
/// <param name="KeptNumbers">Of these, those in equations found in the compressed text.</param>
/// <param name="Answered">1 when the whole leads to the right answer, else 0.</param>
/// <param name="StillAnswered">1 when the compressed text does too.</param>
/// <param name="RightUnits">Units kept by compressor and teacher.</param>
/// <param name="KeptUnits">Units kept by the compressor.</param>
/// <param name="TeacherUnits">Units kept by the teacher.</param>
/// <param name="Words">Words of the compressed text.</param>
/// <param name="RepeatedWords">Of these, those that repeat the word before.</param>
internal sealed partial record TraceQuality(
    int TouchedFormulas, int IntactFormulas, int Equations, int KeptEquations, int Numbers, int KeptNumbers, int Answered, int StillAnswered,
    int RightUnits, int KeptUnits, int TeacherUnits, int Words, int RepeatedWords)
{
    /// <summary>Measures one cut.</summary>
    /// <param name="thought">The whole.</param>
    /// <param name="gold">The right answer, or null.</param>
    /// <param name="cut">The compressor's.</param>
    /// <param name="teacher">The teacher's at the same ratio.</param>
    public static TraceQuality Of(SegmentedThought thought, string? gold, ThoughtAtRatio cut, ThoughtAtRatio teacher)
    {
        var (touched, intact) = CountFormulas(thought, cut);
        var (before, after) = (EquationsOf(thought.Text, thought.Units), EquationsOf(cut.Text, UnitDetector.Detect(cut.Text)));
        after.IntersectWith(before);
        var (numbers, kept) = (NumbersOf(before), NumbersOf(after));
        var answered = gold is not null && AnswerChecker.Check(gold, thought.Text).Equal;
        var (mine, theirs) = (Covered(thought, cut), Covered(thought, teacher));
        var words = cut.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new TraceQuality(touched, intact, before.Count, after.Count, numbers.Count, kept.Count,
            answered ? 1 : 0, answered && AnswerChecker.Check(gold, cut.Text).Equal ? 1 : 0,
            mine.Count(theirs.Contains), mine.Count, theirs.Count, words.Length, words.Skip(1).Where((word, i) => word == words[i]).Count());
    }

    /// <summary>Adds two traces up.</summary>
    public static TraceQuality operator +(TraceQuality a, TraceQuality b) => new(
        a.TouchedFormulas + b.TouchedFormulas, a.IntactFormulas + b.IntactFormulas, a.Equations + b.Equations, a.KeptEquations + b.KeptEquations,
        a.Numbers + b.Numbers, a.KeptNumbers + b.KeptNumbers, a.Answered + b.Answered, a.StillAnswered + b.StillAnswered,
        a.RightUnits + b.RightUnits, a.KeptUnits + b.KeptUnits, a.TeacherUnits + b.TeacherUnits, a.Words + b.Words, a.RepeatedWords + b.RepeatedWords);

    private static (int Touched, int Intact) CountFormulas(SegmentedThought thought, ThoughtAtRatio cut)
    {
        var (touched, intact, range) = (0, 0, 0);
        foreach (var unit in thought.Units)
        {
            if (unit.Kind is not (UnitKind.Formula or UnitKind.Equation)) continue;
            var (start, end) = Trimmed(thought.Text, unit);
            while (range < cut.Kept.Count && cut.Kept[range].End <= start) range++;
            if (range == cut.Kept.Count || cut.Kept[range].Start >= end) continue;
            touched++;
            if (cut.Kept[range].Start <= start && end <= cut.Kept[range].End && cut.Text.Contains(thought.Text[start..end], StringComparison.Ordinal)) intact++;
        }
        return (touched, intact);
    }

    private static HashSet<string> EquationsOf(string text, IReadOnlyList<Unit> units) =>
        [.. units.Where(unit => unit.Kind is UnitKind.Formula or UnitKind.Equation).Select(unit => FormulaText.Normalise(text.AsSpan(unit.Start..unit.End)))
            .Where(formula => FormulaText.Sides(formula).Length > 1)];

    private static HashSet<string> NumbersOf(IEnumerable<string> equations) => [.. equations.SelectMany(equation => Number().Matches(equation).Select(match => match.Value))];

    // Indices of the units that are kept whole.
    private static HashSet<int> Covered(SegmentedThought thought, ThoughtAtRatio cut)
    {
        var (covered, range) = (new HashSet<int>(), 0);
        for (var i = 0; i < thought.Units.Count; i++)
        {
            var (start, end) = Trimmed(thought.Text, thought.Units[i]);
            while (range < cut.Kept.Count && cut.Kept[range].End <= start) range++;
            if (range < cut.Kept.Count && cut.Kept[range].Start <= start && end <= cut.Kept[range].End) covered.Add(i);
        }
        return covered;
    }

    private static (int Start, int End) Trimmed(string text, Unit unit)
    {
        var (start, end) = (unit.Start, unit.End);
        while (start < end - 1 && char.IsWhiteSpace(text[start])) start++;
        while (end > start + 1 && char.IsWhiteSpace(text[end - 1])) end--;
        return (start, end);
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();
}
