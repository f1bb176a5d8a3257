namespace ExtraCot.Reporting;

/// <summary>A stretch of an axis: data values to picture coordinates.</summary>
/// <param name="Low">Smallest value shown.</param>
/// <param name="High">Largest value shown.</param>
/// <param name="From">Picture coordinate of <paramref name="Low"/>.</param>
/// <param name="To">Picture coordinate of <paramref name="High"/>; smaller than <paramref name="From"/> on an upright axis.</param>
internal readonly record struct PlotAxis(double Low, double High, double From, double To)
{
    /// <summary>The picture coordinate of a value; values beyond the ends are held at the ends.</summary>
    public double At(double value) => From + (Math.Clamp(value, Low, High) - Low) / (High - Low) * (To - From);

    /// <summary>Round values (1, 2 or 5 times a power of ten apart) in the range, at most <paramref name="count"/>.</summary>
    public IEnumerable<double> Ticks(int count)
    {
        var step = Step((High - Low) / count);
        for (var i = (long)Math.Ceiling(Low / step - 1e-9); i * step <= High + 1e-9 * step; i++) yield return i * step;
    }

    /// <summary>The smallest round step that is at least <paramref name="least"/>.</summary>
    public static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(step => step >= least * (1 - 1e-9));
    }
}
