namespace ExtraCot.Reporting;

/// <summary>Puts each label beside its point where it covers least of what is already there.</summary>
internal sealed class LabelPlacement(PlotBox area, double fontSize)
{
    private const double Gap = 9;
    private readonly List<PlotBox> taken = [];

    /// <summary>Keeps labels off a drawn thing.</summary>
    public void Avoid(PlotBox box) => taken.Add(box);

    /// <summary>The place of a label: its box, text to start at the left edge.</summary>
    public PlotBox Place(double x, double y, string label)
    {
        double width = 0.56 * fontSize * label.Length, height = 1.15 * fontSize; // a mean letter of a sans-serif face
        var best = Candidates(x, y, width, height).MinBy(box => taken.Sum(box.Overlap) + (area.Holds(box) ? 0 : 1e6));
        taken.Add(best);
        return best;
    }

    /// <summary>Right, left, above, below, the corners, then the same further off; of equally free ones the first wins.</summary>
    private static IEnumerable<PlotBox> Candidates(double x, double y, double width, double height)
    {
        foreach (var distance in new[] { Gap, 2 * Gap, 3.5 * Gap })
        {
            double right = x + distance, left = x - distance - width, middle = x - width / 2;
            double above = y - distance - height, below = y + distance, level = y - height / 2;
            foreach (var (boxX, boxY) in new[] { (right, level), (left, level), (middle, below), (right, below), (left, below), (right, above), (left, above), (middle, above) })
                yield return new(boxX, boxY, width, height);
        }
    }
}
