using ExtraCot.Evaluation;

namespace ExtraCot.Reporting;

/// <summary>A measured mode in the accuracy-tokens plot.</summary>
/// <param name="Label">Text beside the point; empty for none.</param>
/// <param name="Kind">What it is; gives shape and colour.</param>
/// <param name="Tokens">Mean think tokens.</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="Interval">95 % interval of the accuracy.</param>
/// <param name="Series">The run it belongs to; 0 is the one the page is about.</param>
internal sealed record TradeOffPoint(string Label, TradeOffKind Kind, double Tokens, double Accuracy, Interval Interval, int Series = 0)
{
    /// <value>Name in the tooltip; the label unless that is left away for want of room.</value>
    public string Name { get; init; } = Label;

    /// <summary>The points of a run; those drawn last lie on top.</summary>
    public static IReadOnlyList<TradeOffPoint> Of(QuickstartSummary summary) =>
    [
        .. summary.Fixed.Select(mode => Point(mode.Key, TradeOffKind.Fixed, mode.Value)),
        .. summary.Naive.Select(mode => Point($"formulas broken, {mode.Key}", TradeOffKind.Naive, mode.Value)),
        Point("base", TradeOffKind.Base, summary.Base),
        Point("policy, sampled", TradeOffKind.Sampled, summary.PolicySampled),
        Point("policy", TradeOffKind.Policy, summary.Policy),
    ];

    private static TradeOffPoint Point(string label, TradeOffKind kind, ModeSummary mode) =>
        new(label, kind, mode.ThinkTokens, mode.Accuracy, new(mode.AccuracyInterval.Low, mode.AccuracyInterval.High));
}
