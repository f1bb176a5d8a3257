namespace ExtraCot.SftData;

/// <summary>A line of the RL splits, which <see cref="Data.QuestionFile"/> reads.</summary>
/// <param name="Id">The question's id.</param>
/// <param name="Question">The question.</param>
/// <param name="Answer">The gold answer.</param>
/// <param name="Group">Its group.</param>
public sealed record RlQuestion(string Id, string Question, string Answer, string Group);
