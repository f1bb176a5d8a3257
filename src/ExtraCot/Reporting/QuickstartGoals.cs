using System.Globalization;

namespace ExtraCot.Reporting;

/// <summary>The goals of the standard run, judged on the rounded figures so that every reader of the summary comes to the same verdict.</summary>
internal static class QuickstartGoals
{
    public static IReadOnlyList<Goal> Judge(QuickstartSummary summary) =>
        [new("Whole run", "≤ 15 min", $"{summary.TotalSeconds / 60:0.0} min", summary.TotalSeconds <= 900), Base(summary), .. Fixed(summary), .. Policy(summary)];

    private static Goal Base(QuickstartSummary summary) => AtLeast("Base model right", summary.Base.Accuracy, 0.98);

    private static IEnumerable<Goal> Fixed(QuickstartSummary summary)
    {
        var modes = summary.Fixed.OrderBy(mode => Ratio(mode.Key)).ToList();
        var realised = modes.Select(mode => mode.Value.ActRatio ?? double.NaN).ToList();
        var worst = modes.Max(mode => mode.Value.ActRatio is { } ratio ? Math.Abs(ratio - Ratio(mode.Key)) : double.PositiveInfinity);
        yield return new("Realised ratios increase", "strictly", string.Join(" · ", realised.Select(ratio => $"{ratio:0.00}")),
            realised.Zip(realised.Skip(1)).All(pair => pair.First < pair.Second));
        yield return new("Realised ratios at their targets", "within ±0.05", $"off by {worst:0.000} at most", Math.Round(worst, 4) <= 0.05);
        yield return AtLeast("Mirror rate, every fixed ratio", modes.Min(mode => mode.Value.MirrorRate ?? 0), 0.99);
        yield return AtMostBelow("Fixed 0.4 below base", summary.Base, summary.Fixed["0.4"], 3);
        yield return AtMostBelow("Fixed 0.2 below base", summary.Base, summary.Fixed["0.2"], 10);
        var gap = Points(summary.Fixed["0.2"].Accuracy - summary.Naive["0.2"].Accuracy);
        yield return new("Formula-breaking 0.2 below ours", "≥ 30 points", $"{gap:0.0} points", gap >= 30);
    }

    private static IEnumerable<Goal> Policy(QuickstartSummary summary)
    {
        var policy = summary.Policy;
        yield return new("Policy ActRatio", "≤ 0.30", policy.ActRatio is { } ratio ? $"{ratio:0.000}" : "none", policy.ActRatio <= 0.3);
        yield return AtMostBelow("Policy below base", summary.Base, policy, 2);
        var (easy, hard) = (summary.ChoicesByDifficulty[0].MeanRatio, summary.ChoicesByDifficulty[^1].MeanRatio);
        yield return new("Mean chosen ratio, hardest third above easiest", "hardest > easiest", $"{Text(hard)} against {Text(easy)}", hard > easy);
        var above = Points(summary.BlindMixture.PolicyMinusMixture);
        yield return new($"Policy above the blind mixture of {summary.BlindMixture.Lower} and {summary.BlindMixture.Upper}", "> 0 points", $"{above:+0.0;-0.0;0.0} points", above > 0);
    }

    private static Goal AtLeast(string name, double value, double bound) => new(name, $"≥ {100 * bound:0} %", $"{100 * value:0.0} %", value >= bound);

    private static Goal AtMostBelow(string name, ModeSummary basis, ModeSummary mode, double bound)
    {
        var below = Points(basis.Accuracy - mode.Accuracy);
        return new(name, $"≤ {bound:0} points", $"{below:0.0} points", below <= bound);
    }

    /// <summary>A difference of shares in points; rounding takes the binary noise off, so that 3 points are not above 3 points.</summary>
    private static double Points(double difference) => Math.Round(100 * difference, 2);

    private static string Text(double? ratio) => ratio is { } value ? $"{value:0.000}" : "none";

    private static double Ratio(string name) => double.Parse(name, CultureInfo.InvariantCulture);
}
