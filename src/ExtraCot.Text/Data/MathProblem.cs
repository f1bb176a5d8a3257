namespace ExtraCot.Text.Data;

/// <summary>A question with its gold answer.</summary>
/// <param name="Id">Unique within its set.</param>
/// <param name="Question">The text asked.</param>
/// <param name="Answer">The gold answer.</param>
/// <param name="Difficulty">A larger number is harder; what it counts belongs to the set (small world: equations in the solution).</param>
public sealed record MathProblem(string Id, string Question, string Answer, int Difficulty);
