using ExtraCot.Engines;
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

    /// <summary>The same judgement of an engine's answer.</summary>
    /// <exception cref="ArgumentException">There is no response to judge: a failed request is neither right nor wrong.</exception>
    public static bool IsRight(string gold, EngineAnswer answer) => answer.Error is null
        ? answer.WellFormed && AnswerChecker.Check(gold, answer.Visible).Equal
        : throw new ArgumentException($"request {answer.Id} failed and cannot be judged: {answer.Error}");
}
