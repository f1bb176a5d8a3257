using ExtraCot.Evaluation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Reporting;

/// <summary>The figures of one mode; docs/metrics.md defines them. What does not apply to a mode is null and not written.</summary>
public sealed record ModeSummary
{
    /// <value>Right / all problems.</value>
    public required double Accuracy { get; init; }

    /// <value>Wilson's 95 % interval of it.</value>
    public required ReportInterval AccuracyInterval { get; init; }

    /// <value>Mean tokens of the thought; an unclosed thought counts to its end.</value>
    public required double ThinkTokens { get; init; }

    /// <value>Mean tokens behind the thought.</value>
    public required double VisibleTokens { get; init; }

    /// <value>Share of responses whose thought is never closed.</value>
    public required double Unclosed { get; init; }

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

    /// <value>Fixed ratios: share of responses that begin with the ratio asked for.</value>
    public double? MirrorRate { get; init; }

    /// <value>Fixed ratios: share of problems whose realised ratio is within 0.1 of the one asked for.</value>
    public double? ControlAccuracy { get; init; }

    /// <value>Policy: share of each chosen ratio.</value>
    public IReadOnlyDictionary<string, double>? Choices { get; init; }

    /// <summary>Figures of the base model.</summary>
    public static ModeSummary OfBase(ModeResult basis) => new()
    {
        Accuracy = Rounded.Share(basis.Accuracy),
        AccuracyInterval = ReportInterval.Of(WilsonInterval.Of(basis.Responses.Count(r => r.Right), basis.Responses.Count))!,
        ThinkTokens = Rounded.Tokens(basis.ThinkTokens),
        VisibleTokens = Rounded.Tokens(basis.VisibleTokens),
        Unclosed = Rounded.Share(basis.Responses.Average(r => r.Parsed.Closed ? 0.0 : 1.0)),
    };

    /// <summary>Figures of a mode that is compared with the base model.</summary>
    public static ModeSummary Of(ModeResult mode, ModeResult basis)
    {
        int[] tokens = Lengths(mode), baseTokens = Lengths(basis);
        var actRatio = Rounded.ShareOrNull(mode.ActRatio(basis));
        var target = mode.Control?.Ratio;
        return OfBase(mode) with
        {
            ActRatio = actRatio,
            ActRatioInterval = ReportInterval.Of(new PairedBootstrap([.. tokens.Select(t => (double)t)], [.. baseTokens.Select(t => (double)t)]).Ratio()),
            ActRatioOfItems = Rounded.ShareOrNull(LengthMetrics.ActRatioOfItems(tokens, baseTokens)),
            TokenReduction = actRatio is { } ratio ? Rounded.Share(1 - ratio) : null,
            ToBase = AccuracyDifference.Between(mode, basis),
            MirrorRate = target is null ? null : Rounded.Share(mode.MirrorRate),
            ControlAccuracy = target is { } asked ? Rounded.ShareOrNull(LengthMetrics.ControlAccuracy(tokens, baseTokens, asked)) : null,
            Choices = mode.Control == ControlToken.Policy ? mode.Choices().ToDictionary(choice => choice.Key, choice => Rounded.Share(choice.Value)) : null,
        };
    }

    private static int[] Lengths(ModeResult mode) => [.. mode.Responses.Select(r => r.ThinkTokens)];
}
