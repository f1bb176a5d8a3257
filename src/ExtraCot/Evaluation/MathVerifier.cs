using ExtraCot.Text.Answers;
using ExtraCot.Text.Data;

namespace ExtraCot.Evaluation;

/// <summary>Mathematics, option letters included: <see cref="AnswerChecker"/>.</summary>
public sealed class MathVerifier : IAnswerVerifier
{
    /// <inheritdoc/>
    public string Name => "math";

    /// <inheritdoc/>
    public Verdict Check(MathProblem problem, string visible) => AnswerChecker.Check(problem.Answer, visible);
}
