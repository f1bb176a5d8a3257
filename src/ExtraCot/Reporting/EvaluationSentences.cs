using ExtraCot.Text.Prompting;

namespace ExtraCot.Reporting;

/// <summary>An evaluation in words, made from its figures.</summary>
internal static class EvaluationSentences
{
    /// <summary>The result: the policy against the base where both are there, else the shortest mode.</summary>
    public static string Of(EvaluationSummary summary)
    {
        var compared = summary.Modes.Where(mode => mode.Key != summary.Base).ToList();
        if (compared.Count == 0) return Alone(summary.Modes.First());
        var (name, mode) = compared.FirstOrDefault(mode => mode.Key == ControlToken.Policy.Name) is { Value: not null } policy ? policy : compared.MinBy(mode => mode.Value.ThinkTokens);
        if (mode.ToBase is not { } toBase || mode.TokenReduction is not { } saved) return Alone(new(name, mode));
        var basis = summary.Modes[summary.Base!];
        var subject = name == ControlToken.Policy.Name ? "Choosing its own ratio, the model" : $"In mode {name} the model";
        return $"{subject} thinks with {Percent(Math.Abs(saved))} {(saved >= 0 ? "fewer" : "more")} tokens than its base ({mode.ThinkTokens:0} instead of {basis.ThinkTokens:0}) " +
            $"and answers {Percent(mode.Accuracy)} of the problems right, its base {Percent(basis.Accuracy)}: {Points(toBase.Value)} points (95 % interval {Points(toBase.Interval.Low)} to {Points(toBase.Interval.High)}), " +
            $"{(toBase.IsSignificant ? "a significant difference" : "no significant difference")}.";
    }

    /// <summary>What the columns mean, and the trade-off in figures.</summary>
    public static string Remarks(EvaluationSummary summary)
    {
        List<string> remarks = ["ActRatio: mean think tokens over the base's; a thought that is never closed counts to its end. Differences to the base: paired bootstrap over problems. Mirror: responses that begin with the ratio token asked for."];
        if (summary.Curve is { } curve)
            remarks.Add($"Area under the curve of the fixed ratios from {curve.FromTokens:0} to {curve.ToTokens:0} tokens: {Percent(curve.Area)} right on average" +
                (summary.Base is null ? "." : curve.TokensToReachBase is { } tokens ? $"; it reaches the base's accuracy at {tokens:0} tokens." : "; it never reaches the base's accuracy."));
        if (summary.BlindMixture is { } mixture)
            remarks.Add($"A blind mixture of {mixture.Lower} and {mixture.Upper} at the policy's length is right on {Percent(mixture.Accuracy)}; the policy is {Points(mixture.PolicyMinusMixture)} points from it (95 % interval {Points(mixture.Interval.Low)} to {Points(mixture.Interval.High)}).");
        remarks.Add("Intervals cover the choice of problems, not another training run.");
        return string.Join(' ', remarks);
    }

    private static string Alone(KeyValuePair<string, ModeSummary> mode) =>
        $"In mode {mode.Key} the model answers {Percent(mode.Value.Accuracy)} of the problems right (95 % interval {Percent(mode.Value.AccuracyInterval.Low)} to {Percent(mode.Value.AccuracyInterval.High)}) with {mode.Value.ThinkTokens:0} think tokens on average. There is no base to compare with.";

    private static string Points(double share) => $"{100 * share:+0.0;−0.0;0.0}";

    private static string Percent(double share) => $"{100 * share:0.0}\u00A0%";
}
