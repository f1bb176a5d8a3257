using System.Text.Json.Serialization;
using ExtraCot.Evaluation;

namespace ExtraCot.Reporting;

/// <summary>Accuracy of a mode minus that of another on the same problems.</summary>
/// <param name="Value">The difference, -1 … 1.</param>
/// <param name="Interval">95 % interval, paired bootstrap over problems.</param>
/// <param name="PValue">McNemar's exact two-sided probability; null with several samples a problem, where a problem is neither right nor wrong.</param>
public sealed record AccuracyDifference(double Value, ReportInterval Interval, double? PValue)
{
    private const double Level = 0.05;

    /// <value>Whether the interval leaves out zero and McNemar's test, where it applies, agrees: with few problems that differ the interval alone is too sure of itself.</value>
    [JsonIgnore]
    public bool IsSignificant => (Interval.Low > 0 || Interval.High < 0) && (PValue is null or < Level);

    /// <summary>Compares two modes.</summary>
    public static AccuracyDifference Between(ModeResult mode, ModeResult basis) => new(
        Rounded.Share(mode.Accuracy - basis.Accuracy),
        ReportInterval.Of(new PairedBootstrap(mode.RightShares, basis.RightShares).Difference())!,
        mode.Samples == 1 && basis.Samples == 1 ? Rounded.Probability(McNemarTest.Of([.. mode.Responses.Select(r => r.Right)], [.. basis.Responses.Select(r => r.Right)]).PValue) : null);
}
