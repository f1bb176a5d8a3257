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

    /// <summary>Share of each chosen ratio; responses without a ratio token count nowhere.</summary>
    public IReadOnlyDictionary<string, double> Choices() => Choices(Responses);

    /// <summary>Shares of the chosen ratios by third of difficulty, easiest third first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> ChoicesByThird() => Thirds().Select(Choices).ToList();

    /// <summary>Mean chosen ratio in each third of difficulty, easiest first.</summary>
    public IReadOnlyList<double> MeanChoiceByThird() => Thirds().Select(third =>
        third.Where(r => r.Parsed.Control is not null).Select(r => ControlToken.Ratios[r.Parsed.Control!.Value].Ratio!.Value).DefaultIfEmpty(double.NaN).Average()).ToList();

    private IEnumerable<IReadOnlyList<GradedResponse>> Thirds()
    {
        var ordered = Problems.Zip(Responses).OrderBy(pair => pair.First.Difficulty).Select(pair => pair.Second).ToList();
        for (var third = 0; third < 3; third++)
            yield return ordered[(third * ordered.Count / 3)..((third + 1) * ordered.Count / 3)];
    }

    private static Dictionary<string, double> Choices(IReadOnlyList<GradedResponse> responses) =>
        ControlToken.Ratios.Select((token, index) => (token.Name, Share: responses.Count(r => r.Parsed.Control == index) / (double)responses.Count))
            .ToDictionary(choice => choice.Name, choice => choice.Share);
}
