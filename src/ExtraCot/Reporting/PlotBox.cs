namespace ExtraCot.Reporting;

/// <summary>A rectangle in picture coordinates.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
internal readonly record struct PlotBox(double X, double Y, double Width, double Height)
{
    /// <summary>Area shared with another rectangle.</summary>
    public double Overlap(PlotBox other) =>
        Math.Max(0, Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X)) *
        Math.Max(0, Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y));

    /// <summary>Whether another rectangle lies wholly inside.</summary>
    public bool Holds(PlotBox other) => Overlap(other) >= other.Width * other.Height - 1e-6;
}
