using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>One model in one mode on a set of problems, with the metrics computed from it.</summary>
/// <param name="Control">The control token asked for; null for the base model's prompt.</param>
/// <param name="Problems">The problems.</param>
/// <param name="Responses">One graded response a problem, in the same order.</param>
public sealed record ModeResult(ControlToken? Control, IReadOnlyList<MathProblem> Problems, IReadOnlyList<GradedResponse> Responses)
{
    /// <value>Share of right answers among all problems.</value>
    public double Accuracy => Responses.Average(r => r.Right ? 1.0 : 0.0);

    /// <value>Mean tokens of the thought.</value>
    public double ThinkTokens => Responses.Average(r => (double)r.ThinkTokens);

    /// <value>Mean tokens behind the thought.</value>
    public double VisibleTokens => Responses.Average(r => (double)r.VisibleTokens);

    /// <value>Share of responses that begin by repeating the asked ratio token (fixed modes).</value>
    public double MirrorRate => Responses.Average(r => r.Parsed.Control is { } index && ControlToken.Ratios[index] == Control ? 1.0 : 0.0);

    /// <summary>ActRatio: mean think tokens over the base model's mean think tokens on the same problems.</summary>
    public double ActRatio(ModeResult basis) => ThinkTokens / basis.ThinkTokens;

    /// <value>Mean of the ratios the responses begin with, 0.2 … 1.0; NaN when none begins with one.</value>
    public double MeanChoice => Responses.Where(r => r.Parsed.Control is not null)
        .Select(r => ControlToken.Ratios[r.Parsed.Control!.Value].Ratio!.Value).DefaultIfEmpty(double.NaN).Average();

    /// <summary>How many responses begin with each ratio; responses without a ratio token count nowhere.</summary>
    public IReadOnlyDictionary<string, int> ChoiceCounts() =>
        ControlToken.Ratios.Select((token, index) => (token.Name, index)).ToDictionary(ratio => ratio.Name, ratio => Responses.Count(r => r.Parsed.Control == ratio.index));

    /// <summary>Share of each chosen ratio; responses without a ratio token count nowhere.</summary>
    public IReadOnlyDictionary<string, double> Choices() => ChoiceCounts().ToDictionary(choice => choice.Key, choice => choice.Value / (double)Responses.Count);

    /// <summary>Shares of the chosen ratios by third of difficulty, easiest third first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> ChoicesByThird() => [.. Thirds().Select(third => third.Choices())];

    /// <summary>Mean chosen ratio in each third of difficulty, easiest first.</summary>
    public IReadOnlyList<double> MeanChoiceByThird() => [.. Thirds().Select(third => third.MeanChoice)];

    /// <summary>The same mode on the easiest, the middle and the hardest third of its problems.</summary>
    public IReadOnlyList<ModeResult> Thirds()
    {
        var ordered = Problems.Zip(Responses).OrderBy(pair => pair.First.Difficulty).ToArray();
        return [.. Enumerable.Range(0, 3).Select(third => ordered[(third * ordered.Length / 3)..((third + 1) * ordered.Length / 3)])
            .Select(part => new ModeResult(Control, [.. part.Select(pair => pair.First)], [.. part.Select(pair => pair.Second)]))];
    }
}
