namespace ExtraCot.Reporting;

/// <summary>Tables of modes, one row each.</summary>
internal static class ModeTables
{
    /// <summary>The result: accuracy, tokens, difference to the base. Columns nobody has are left out.</summary>
    public static ReportTable Main(IEnumerable<(string Name, ModeSummary Mode)> modes) => Table("modes", modes,
        ("Right", mode => Percent(mode.Accuracy)),
        ("Think tokens", mode => $"{mode.ThinkTokens:0.0}"),
        ("ActRatio", mode => $"{mode.ActRatio:0.000}"),
        ("Right, 95 %", mode => $"{100 * mode.AccuracyInterval.Low:0.0} to {100 * mode.AccuracyInterval.High:0.0}"),
        ("To base, points (95 %)", mode => Difference(mode.ToBase)),
        ("Visible", mode => $"{mode.VisibleTokens:0.0}"),
        ("Mirror", mode => Percent(mode.MirrorRate)));

    /// <summary>Other ways to count right answers. Columns nobody has are left out.</summary>
    public static ReportTable Accuracies(IEnumerable<(string Name, ModeSummary Mode)> modes) => Table("accuracies", modes,
        ("Right of answered", mode => Percent(mode.AccuracyOfPredicted)),
        ("Right of closed", mode => Percent(mode.AccuracyOfClosed)),
        ("maj@k", mode => Percent(mode.MajAtK)),
        ("pass@k", mode => Percent(mode.PassAtK)),
        ("McNemar p", mode => Probability(mode.ToBase?.PValue)));

    /// <summary>Other ways to measure the length. Columns nobody has are left out.</summary>
    public static ReportTable Lengths(IEnumerable<(string Name, ModeSummary Mode)> modes) => Table("ratios", modes,
        ("All tokens", mode => $"{mode.TotalTokens:0.0}"),
        ("ActRatio, 95 %", mode => mode.ActRatioInterval is { } interval ? $"{interval.Low:0.000} to {interval.High:0.000}" : ""),
        ("ActRatio of items", mode => $"{mode.ActRatioOfItems:0.000}"),
        ("Within 0.1", mode => Percent(mode.ControlAccuracy)));

    /// <summary>What went wrong. Columns nobody has are left out.</summary>
    public static ReportTable Failures(IEnumerable<(string Name, ModeSummary Mode)> modes) => Table("failures", modes,
        ("No answer", mode => Percent(mode.Unanswered)),
        ("Unclosed", mode => Percent(mode.Unclosed)),
        ("Cut off", mode => Percent(mode.Truncated)),
        ("Loops", mode => Percent(mode.Loops)));

    /// <summary>A probability; empty for none.</summary>
    public static string Probability(double? p) => p is { } value ? value < 0.001 ? "< 0.001" : $"{value:0.###}" : "";

    /// <summary>A share in per cent; empty for none.</summary>
    public static string Percent(double? share) => share is { } value ? $"{100 * value:0.0} %" : "";

    /// <summary>A difference in points with its interval; empty for none.</summary>
    public static string Difference(AccuracyDifference? difference) => difference is null ? ""
        : $"{Points(difference.Value)} ({Points(difference.Interval.Low)} to {Points(difference.Interval.High)})";

    private static string Points(double share) => $"{100 * share:+0.0;−0.0;0.0}";

    private static ReportTable Table(string kind, IEnumerable<(string Name, ModeSummary Mode)> modes, params (string Name, Func<ModeSummary, string> Cell)[] columns)
    {
        var rows = modes.ToList();
        var shown = columns.Where(column => rows.Any(row => column.Cell(row.Mode).Length > 0)).ToList();
        return new(kind, ["Mode", .. shown.Select(column => column.Name)], [.. rows.Select(row => (IReadOnlyList<string>)[row.Name, .. shown.Select(column => column.Cell(row.Mode))])]);
    }
}
