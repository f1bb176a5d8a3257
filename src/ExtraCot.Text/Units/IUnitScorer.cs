namespace ExtraCot.Text.Units;

/// <summary>Says how much each unit of a thought is worth keeping.</summary>
public interface IUnitScorer
{
    /// <summary>Scores several thoughts; a thought's scores do not depend on the others.</summary>
    /// <returns>For each thought one score for each unit, in [0, 1]; higher is kept earlier.</returns>
    IReadOnlyList<float[]> Score(IReadOnlyList<SegmentedThought> thoughts);
}
