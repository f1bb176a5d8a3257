namespace ExtraCot.Text.Data;

/// <summary>A question with its gold answer.</summary>
/// <param name="Id">Unique within its set.</param>
/// <param name="Question">The text asked.</param>
/// <param name="Answer">The gold answer.</param>
/// <param name="Difficulty">A larger number is harder; what it counts belongs to the set (small world: equations in the solution; MATH: the level); 0 where nobody says.</param>
public sealed record MathProblem(string Id, string Question, string Answer, int Difficulty)
{
    /// <value>The field of the question ("Algebra"); null where the set has none.</value>
    public string? Subject { get; init; }
}
