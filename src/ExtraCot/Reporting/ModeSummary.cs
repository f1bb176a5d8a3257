using ExtraCot.Evaluation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Reporting;

/// <summary>The figures of one mode; docs/metrics.md defines them. What does not apply to a mode is null and not written.</summary>
public sealed record ModeSummary
{
    /// <value>Right / all responses.</value>
    public required double Accuracy { get; init; }

    /// <value>95 % interval of it: Wilson's, with several samples a problem a bootstrap over problems.</value>
    public required ReportInterval AccuracyInterval { get; init; }

    /// <value>Mean tokens of the thought; an unclosed thought counts to its end.</value>
    public required double ThinkTokens { get; init; }

    /// <value>Mean tokens behind the thought.</value>
    public required double VisibleTokens { get; init; }

    /// <value>Share of responses whose thought is never closed.</value>
    public required double Unclosed { get; init; }

    /// <value>Mean tokens of thought and visible part together.</value>
    public double? TotalTokens { get; init; }

    /// <value>5, 25, 50, 75 and 95 % points and the maximum of the think tokens.</value>
    public IReadOnlyList<int>? ThinkQuantiles { get; init; }

    /// <value>Right / responses in which an answer was found.</value>
    public double? AccuracyOfPredicted { get; init; }

    /// <value>Right / responses with an answer and a closed thought.</value>
    public double? AccuracyOfClosed { get; init; }

    /// <value>Share of responses in which no answer was found.</value>
    public double? Unanswered { get; init; }

    /// <value>Share of responses that the token limit cut.</value>
    public double? Truncated { get; init; }

    /// <value>Share of responses that repeat a phrase over and over.</value>
    public double? Loops { get; init; }

    /// <value>Samples of each problem.</value>
    public int? Samples { get; init; }

    /// <value>Share of problems whose most frequent answer is right; with several samples only.</value>
    public double? MajAtK { get; init; }

    /// <value>Probability that one of the samples is right; with several samples only.</value>
    public double? PassAtK { get; init; }

    /// <value>Mean think tokens / the base model's; not for the base itself.</value>
    public double? ActRatio { get; init; }

    /// <value>Paired bootstrap 95 % interval of it.</value>
    public ReportInterval? ActRatioInterval { get; init; }

    /// <value>Mean over problems of think tokens / the base model's.</value>
    public double? ActRatioOfItems { get; init; }

    /// <value>1 - ActRatio.</value>
    public double? TokenReduction { get; init; }

    /// <value>Accuracy against the base model's.</value>
    public AccuracyDifference? ToBase { get; init; }

    /// <value>What cutting the base model off at the same mean think tokens gives.</value>
    public TruncationControl? Truncation { get; init; }

    /// <value>Fixed ratios: share of responses that begin with the ratio asked for.</value>
    public double? MirrorRate { get; init; }

    /// <value>Fixed ratios and budgets between them: share of problems whose realised ratio is within 0.1 of the one asked for.</value>
    public double? ControlAccuracy { get; init; }

    /// <value>Policy: share of each chosen ratio.</value>
    public IReadOnlyDictionary<string, double>? Choices { get; init; }

    /// <summary>Figures of the base model, or of a mode that is compared with none.</summary>
    public static ModeSummary OfBase(ModeResult mode)
    {
        var (target, severalSamples) = (mode.Control?.Ratio, mode.Samples > 1);
        return new()
        {
            Accuracy = Rounded.Share(mode.Accuracy),
            AccuracyInterval = ReportInterval.Of(severalSamples
                ? new PairedBootstrap(mode.RightShares, new double[mode.Answers.Count]).Difference()
                : WilsonInterval.Of(mode.Responses.Count(r => r.Right), mode.Count))!,
            ThinkTokens = Rounded.Tokens(mode.ThinkTokens),
            VisibleTokens = Rounded.Tokens(mode.VisibleTokens),
            Unclosed = Rounded.Share(mode.Share(r => !r.Closed)),
            TotalTokens = Rounded.Tokens(mode.ThinkTokens + mode.VisibleTokens),
            ThinkQuantiles = Quantiles(mode),
            AccuracyOfPredicted = Rounded.ShareOrNull(mode.AccuracyAmong(r => r.Answer.Length > 0)),
            AccuracyOfClosed = Rounded.ShareOrNull(mode.AccuracyAmong(r => r.Answer.Length > 0 && r.Closed)),
            Unanswered = Rounded.Share(mode.Share(r => r.Answer.Length == 0)),
            Truncated = Rounded.Share(mode.Share(r => !r.Finished)),
            Loops = Rounded.Share(mode.Share(r => r.Loop)),
            Samples = mode.Samples,
            MajAtK = severalSamples ? Rounded.Share(mode.Answers.Average(Majority)) : null,
            PassAtK = severalSamples ? Rounded.Share(mode.Answers.Average(samples => RepeatedSampling.PassAtK(samples.Count, samples.Count(r => r.Right), samples.Count))) : null,
            MirrorRate = target is null ? null : Rounded.Share(mode.MirrorRate),
            Choices = mode.Control == ControlToken.Policy ? mode.Choices().ToDictionary(choice => choice.Key, choice => Rounded.Share(choice.Value)) : null,
        };
    }

    /// <summary>Figures of a mode that is compared with the base model.</summary>
    public static ModeSummary Of(ModeResult mode, ModeResult basis)
    {
        double[] tokens = mode.Lengths, baseTokens = basis.Lengths;
        var actRatio = Rounded.ShareOrNull(LengthMetrics.ActRatio(tokens, baseTokens));
        return OfBase(mode) with
        {
            ActRatio = actRatio,
            ActRatioInterval = ReportInterval.Of(new PairedBootstrap(tokens, baseTokens).Ratio()),
            ActRatioOfItems = Rounded.ShareOrNull(LengthMetrics.ActRatioOfItems(tokens, baseTokens)),
            TokenReduction = actRatio is { } ratio ? Rounded.Share(1 - ratio) : null,
            ToBase = AccuracyDifference.Between(mode, basis),
            Truncation = mode.ThinkTokens < basis.ThinkTokens && TruncationControl.Of(basis, mode.ThinkTokens) is var cut ? cut with { ThinkTokens = Rounded.Tokens(cut.ThinkTokens), Accuracy = Rounded.Share(cut.Accuracy) } : null,
            ControlAccuracy = mode.Target is { } asked ? Rounded.ShareOrNull(LengthMetrics.ControlAccuracy(
                [.. mode.Responses.Select(r => (double)r.ThinkTokens)], [.. mode.Answers.SelectMany((samples, i) => samples.Select(_ => baseTokens[i]))], asked)) : null,
        };
    }

    private static double Majority(IReadOnlyList<Prediction> samples) =>
        RepeatedSampling.MajAtK([.. samples.Select(r => r.Answer.Length > 0 ? r.Answer : null)], [.. samples.Select(r => r.Right)], samples.Count) ? 1 : 0;

    private static int[] Quantiles(ModeResult mode)
    {
        int[] sorted = [.. mode.Responses.Select(r => r.ThinkTokens).Order()];
        return [.. ((double[])[.05, .25, .5, .75, .95, 1]).Select(share => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)])];
    }
}
