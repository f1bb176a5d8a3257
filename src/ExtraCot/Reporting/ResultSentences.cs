namespace ExtraCot.Reporting;

/// <summary>The result in two sentences, made from the figures; nothing in them is written beforehand but the words.</summary>
internal static class ResultSentences
{
    public static string Of(QuickstartSummary summary)
    {
        var (basis, policy) = (summary.Base, summary.Policy);
        var saved = policy.TokenReduction is { } reduction ? $"{Percent(Math.Abs(reduction))} {(reduction >= 0 ? "fewer" : "more")} think tokens" : "think tokens";
        var choosing = $"Choosing its own ratio, the model thinks with {saved} than its base ({policy.ThinkTokens:0} instead of {basis.ThinkTokens:0}) " +
            $"and answers {Percent(policy.Accuracy)} of {summary.Problems} held-out problems right, {Against(policy.Accuracy - basis.Accuracy)}.";
        var (ours, naive) = (summary.Fixed["0.2"], summary.Naive["0.2"]);
        var asked = $"Asked for a fifth of the thought it answers {Percent(ours.Accuracy)} right; trained on thoughts cut to the same length without keeping formulas whole, {Percent(naive.Accuracy)}.";
        return $"{choosing} {asked}";
    }

    // To two places first, as the goals do: a half that is one only by the sum's error must not be rounded two ways on one page.
    private static string Against(double difference) => Math.Round(Math.Round(100 * difference, 2), 1, MidpointRounding.AwayFromZero) switch
    {
        0 => "as many as the base",
        > 0 and var points => $"{points:0.0} points above the base",
        var points => $"{-points:0.0} points below the base",
    };

    private static string Percent(double share) => $"{100 * share:0.0}\u00A0%";
}
