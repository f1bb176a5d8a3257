using ExtraCot.Text.Units;

namespace ExtraCot.Annotation;

/// <summary>
/// Tells by the words before them what the equations of a thought are for. Of a run of equations after "split … up" all but the last
/// are helpers; equations after "check" or "backwards" are checks; every other one is a step of the solution.
/// </summary>
/// <remarks>The rule of the small world; it agrees with the generator's own event types on all of its thoughts.</remarks>
public static class FormulaRoles
{
    private enum Mode
    {
        Solving,
        Splitting,
        Checking,
    }

    /// <summary>The role of each sentence, by sentence index.</summary>
    public static FormulaRole[] Of(SegmentedThought thought)
    {
        var sentences = Sentences.Of(thought.Units);
        var roles = new FormulaRole[sentences.Count];
        var mode = Mode.Solving;
        for (var i = 0; i < roles.Length;)
        {
            if (!IsEquation(thought, sentences[i]))
            {
                mode = After(thought, sentences[i++], mode);
                continue;
            }
            var first = i;
            while (i < roles.Length && IsEquation(thought, sentences[i])) i++;
            Array.Fill(roles, mode == Mode.Checking ? FormulaRole.Check : FormulaRole.Core, first, i - first);
            if (mode == Mode.Splitting) Array.Fill(roles, FormulaRole.Helper, first, i - 1 - first);
        }
        return roles;
    }

    private static bool IsEquation(SegmentedThought thought, Range sentence)
    {
        var units = thought.Units.Slice(sentence);
        return units.Any(IsFormula) && units.All(u => IsFormula(u) || u.Kind == UnitKind.Punctuation);
    }

    private static Mode After(SegmentedThought thought, Range sentence, Mode mode)
    {
        var (split, up, check, confirms, concludes) = (false, false, false, false, false);
        foreach (var unit in thought.Units.Slice(sentence))
        {
            var word = thought.Text.AsSpan(unit.Start, unit.End - unit.Start).Trim();
            split |= word is "split";
            up |= word is "up";
            check |= word is "check" or "backwards";
            confirms |= word is "fine" or "fits" or "right";
            concludes |= word is "so";
        }
        return split && up ? Mode.Splitting : check || (mode == Mode.Checking && confirms && !concludes) ? Mode.Checking : Mode.Solving;
    }

    private static bool IsFormula(Unit unit) => unit.Kind is UnitKind.Formula or UnitKind.Equation;
}
