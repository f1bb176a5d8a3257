using ExtraCot.Text.Data;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Evaluation;

/// <summary>One model in one mode on a set of problems, with the metrics computed from it (docs/metrics.md).</summary>
/// <param name="Control">The control token asked for; null for a prompt without one.</param>
/// <param name="Problems">The problems.</param>
/// <param name="Answers">The samples of each problem, in the same order; every problem has equally many.</param>
public sealed record ModeResult(ControlToken? Control, IReadOnlyList<MathProblem> Problems, IReadOnlyList<IReadOnlyList<Prediction>> Answers)
{
    /// <summary>A mode with one response a problem.</summary>
    public ModeResult(ControlToken? control, IReadOnlyList<MathProblem> problems, IReadOnlyList<Prediction> responses)
        : this(control, problems, [.. responses.Select(response => (IReadOnlyList<Prediction>)[response])]) { }

    /// <value>The share of the full thought asked for; default the control token's ratio, null where none was asked for.</value>
    public double? Target { get; init; } = Control?.Ratio;

    /// <value>Samples of each problem.</value>
    public int Samples => Answers.Count == 0 ? 0 : Answers[0].Count;

    /// <value>All responses, the samples of a problem together.</value>
    public IEnumerable<Prediction> Responses => Answers.SelectMany(samples => samples);

    /// <value>Number of responses.</value>
    public int Count => Answers.Count * Samples;

    /// <value>Share of right answers among all responses.</value>
    public double Accuracy => Share(response => response.Right);

    /// <value>Mean tokens of the thought.</value>
    public double ThinkTokens => Responses.Average(response => (double)response.ThinkTokens);

    /// <value>Mean tokens behind the thought.</value>
    public double VisibleTokens => Responses.Average(response => (double)response.VisibleTokens);

    /// <value>Share of responses that begin by repeating the asked ratio token (fixed modes).</value>
    public double MirrorRate => Share(response => response.Control is { } name && name == Control?.Name);

    /// <value>Share of right answers of each problem, 0 … 1.</value>
    public double[] RightShares => [.. Answers.Select(samples => samples.Average(response => response.Right ? 1.0 : 0.0))];

    /// <value>Mean think tokens of each problem.</value>
    public double[] Lengths => [.. Answers.Select(samples => samples.Average(response => (double)response.ThinkTokens))];

    /// <value>Mean of the ratios the responses begin with, 0.2 … 1.0; NaN when none begins with one.</value>
    public double MeanChoice => Responses.Where(response => response.Control is not null)
        .Select(response => ControlToken.Parse(response.Control!).Ratio!.Value).DefaultIfEmpty(double.NaN).Average();

    /// <value>Mean entropy of the choice in nats, over the problems; null where the engine did not tell it.</value>
    public double? ChoiceEntropy => Responses.Average(response => response.ChoiceEntropy);

    /// <summary>Share of responses of which something holds.</summary>
    public double Share(Func<Prediction, bool> holds) => Responses.Average(response => holds(response) ? 1.0 : 0.0);

    /// <summary>Share of right answers among the responses of which something holds; NaN where it holds of none.</summary>
    public double AccuracyAmong(Func<Prediction, bool> holds) => Responses.Where(holds).Select(response => response.Right ? 1.0 : 0.0).DefaultIfEmpty(double.NaN).Average();

    /// <summary>ActRatio: mean think tokens over the base model's mean think tokens on the same problems.</summary>
    public double ActRatio(ModeResult basis) => ThinkTokens / basis.ThinkTokens;

    /// <summary>How many responses begin with each ratio; responses without a ratio token count nowhere.</summary>
    public IReadOnlyDictionary<string, int> ChoiceCounts() =>
        ControlToken.Ratios.ToDictionary(ratio => ratio.Name, ratio => Responses.Count(response => response.Control == ratio.Name));

    /// <summary>Share of each chosen ratio; responses without a ratio token count nowhere.</summary>
    public IReadOnlyDictionary<string, double> Choices() => ChoiceCounts().ToDictionary(choice => choice.Key, choice => choice.Value / (double)Count);

    /// <summary>The same mode on some of its problems.</summary>
    public ModeResult On(IEnumerable<int> problems)
    {
        var chosen = problems.ToList();
        return new(Control, [.. chosen.Select(i => Problems[i])], [.. chosen.Select(i => Answers[i])]) { Target = Target };
    }

    /// <summary>The same mode on the easiest, the middle and the hardest third of its problems.</summary>
    /// <param name="difficulty">A measure of each problem; null takes the set's own.</param>
    public IReadOnlyList<ModeResult> Thirds(IReadOnlyList<double>? difficulty = null)
    {
        var ordered = Enumerable.Range(0, Problems.Count).OrderBy(i => difficulty?[i] ?? Problems[i].Difficulty).ToArray();
        return [.. Enumerable.Range(0, 3).Select(third => On(ordered[(third * ordered.Length / 3)..((third + 1) * ordered.Length / 3)]))];
    }
}
