using ExtraCot.Evaluation;

namespace ExtraCot.Reporting;

/// <summary>A 95 % interval as it is written to files.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record ReportInterval(double Low, double High)
{
    /// <summary>Rounds an interval of shares; null where it has no numbers.</summary>
    public static ReportInterval? Of(Interval interval) =>
        double.IsNaN(interval.Low) || double.IsNaN(interval.High) ? null : new(Rounded.Share(interval.Low), Rounded.Share(interval.High));
}
