namespace ExtraCot.SftData;

/// <summary>Assigns cuts to the ratios their actual lengths have (spec of stages 2 and 3, section 2.1).</summary>
internal static class Rebucket
{
    private const double Slack = 1e-9; // 0.15 is 0.05 from 0.2, whatever binary fractions say (section 9, item 10)

    /// <value>The compressed ratios of the grid.</value>
    public static IReadOnlyList<double> Grid { get; } = [.2, .4, .6, .8];

    /// <summary>The grid ratio nearest to an actual one (the lower among equals); null when it is further away than the tolerance.</summary>
    public static double? Nearest(double actual, double tolerance)
    {
        var nearest = Grid.MinBy(ratio => Math.Round(Math.Abs(actual - ratio), 9));
        return Math.Abs(actual - nearest) <= tolerance + Slack ? nearest : null;
    }

    /// <summary>For each grid ratio that was hit the nearest cut, among equally near ones the shorter; in rising order.</summary>
    public static IReadOnlyList<(double Ratio, Cut Cut)> Assign(IReadOnlyList<Cut> cuts, double tolerance) =>
        [.. cuts.Select(cut => (Cut: cut, Ratio: Nearest(cut.ActualRatio, tolerance))).Where(pair => pair.Ratio is not null).GroupBy(pair => pair.Ratio!.Value).OrderBy(group => group.Key)
            .Select(group => (group.Key, group.OrderBy(pair => Math.Round(Math.Abs(pair.Cut.ActualRatio - group.Key), 9)).ThenBy(pair => pair.Cut.Tokens).First().Cut))];
}
