namespace ExtraCot.Chrpo;

/// <summary>The rollouts of one prompt, which are compared with each other.</summary>
/// <param name="Budget">What the teacher says of the prompt.</param>
/// <param name="Rollouts">G rollouts.</param>
/// <param name="IsFixed">Asked at a fixed ratio: the first token was given, so nothing is to be learned about the choice.</param>
public sealed record RolloutGroup(TeacherBudget Budget, IReadOnlyList<PolicyRollout> Rollouts, bool IsFixed)
{
    /// <value>The prompt's id.</value>
    public string ProblemId { get; init; } = "";

    /// <value>The question.</value>
    public string Question { get; init; } = "";

    /// <value>The gold answer.</value>
    public string Gold { get; init; } = "";
}
