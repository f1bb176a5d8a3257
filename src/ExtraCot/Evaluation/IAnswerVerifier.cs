using ExtraCot.Text.Answers;
using ExtraCot.Text.Data;

namespace ExtraCot.Evaluation;

/// <summary>
/// Says whether the visible part of a response answers a problem: the seam for tasks that are not mathematics. Implementations are pure, never
/// throw whatever a model wrote, and may be called from many threads.
/// </summary>
public interface IAnswerVerifier
{
    /// <value>Name in options and reports.</value>
    string Name { get; }

    /// <summary>The verdict on one response.</summary>
    /// <param name="problem">The question with its gold answer.</param>
    /// <param name="visible">Text behind the thought.</param>
    /// <returns>With <see cref="Verdict.Answer"/> empty where no answer was found; equal answers must have the same text there, since it votes in maj@k.</returns>
    Verdict Check(MathProblem problem, string visible);
}
