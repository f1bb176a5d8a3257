namespace ExtraCot.Chrpo;

/// <summary>r*: the lowest ratio that suffices, from pass rates (spec of stages 2 and 3, section 5.9).</summary>
public static class TeacherRule
{
    /// <summary>The pass rate that counts as sufficient.</summary>
    public const double Sufficient = .75;

    private const double Slack = 1e-9;

    /// <summary>
    /// The lowest r with p(r) ≥ 0.75 whose isotonic fit, and that of every larger ratio, is ≥ 0.75; where none is, the ratio with
    /// the greatest p (the larger of equals); null where nothing was ever right.
    /// </summary>
    /// <param name="passRates">p(r) in [0, 1], from the lowest ratio to the highest.</param>
    /// <returns>Index into the grid, or null.</returns>
    public static int? Target(IReadOnlyList<double> passRates)
    {
        var fitted = Isotonic(passRates); // non-decreasing, so one value that suffices speaks for all larger ratios
        for (var r = 0; r < passRates.Count; r++)
            if (passRates[r] >= Sufficient - Slack && fitted[r] >= Sufficient - Slack) return r;
        var best = 0;
        for (var r = 1; r < passRates.Count; r++)
            if (passRates[r] >= passRates[best]) best = r;
        return passRates[best] > 0 ? best : null;
    }

    /// <summary>The non-decreasing sequence nearest in least squares: pool adjacent violators.</summary>
    public static double[] Isotonic(IReadOnlyList<double> values)
    {
        var blocks = new List<(double Mean, int Count)>();
        foreach (var value in values)
        {
            blocks.Add((value, 1));
            while (blocks.Count > 1 && blocks[^2].Mean > blocks[^1].Mean)
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add(((a.Mean * a.Count + b.Mean * b.Count) / (a.Count + b.Count), a.Count + b.Count));
            }
        }
        return [.. blocks.SelectMany(block => Enumerable.Repeat(block.Mean, block.Count))];
    }
}
