using ExtraCot.Text.Answers;
using ExtraCot.Text.Data;

namespace ExtraCot.Evaluation;

/// <summary>Tasks whose answer is a text: the extracted answer must be the gold one letter for letter, but for case and runs of blanks.</summary>
public sealed class ExactVerifier : IAnswerVerifier
{
    /// <inheritdoc/>
    public string Name => "exact";

    /// <inheritdoc/>
    public Verdict Check(MathProblem problem, string visible)
    {
        var extracted = AnswerExtractor.Extract(visible);
        var (gold, answer) = (Normalise(problem.Answer), extracted.Rule == ExtractionRule.None ? Normalise(visible) : Normalise(extracted.Text));
        return new Verdict(answer.Length > 0 && answer == gold, answer.Length > 0 ? VerdictRule.Text : VerdictRule.Missing, gold, answer, extracted);
    }

    private static string Normalise(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
}
