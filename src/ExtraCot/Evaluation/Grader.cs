using ExtraCot.Text.Answers;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>Judges responses: the one place where "right" is decided, for filters, rewards and evaluation alike.</summary>
public sealed class Grader(PromptFormat format)
{
    /// <summary>Right means: one closed thought, an end of turn, no stray control token, and the visible part's answer equals the gold answer.</summary>
    public GradedResponse Grade(string gold, int[] response)
    {
        var parsed = format.Parse(response);
        var right = parsed.WellFormed && AnswerChecker.Check(gold, format.VisibleText(parsed.Visible)).Equal;
        return new GradedResponse(response, parsed, right);
    }
}
