namespace ExtraCot.Data;

/// <summary>A question as a data set has it, with what the set tells beside it.</summary>
/// <param name="Line">Line number from 1.</param>
/// <param name="Id">The record's id; its line number where it has none.</param>
/// <param name="Question">The question.</param>
/// <param name="Gold">The gold answer; null where the record has none.</param>
/// <param name="Response">A model's or a teacher's response; null where the record has none.</param>
/// <param name="OriginalQuestion">The question this one rephrases; null where the record names none.</param>
public sealed record QuestionRecord(int Line, string Id, string Question, string? Gold, string? Response, string? OriginalQuestion)
{
    /// <value>Field of the question ("Algebra"); null where the record names none.</value>
    public string? Subject { get; init; }

    /// <value>Level of difficulty; 0 where the record names none.</value>
    public int Difficulty { get; init; }
}
