using System.Globalization;
using System.Text;
using ExtraCot.Runs;

namespace ExtraCot.Reporting;

/// <summary>
/// Accuracy against mean think tokens with 95 % intervals, as SVG without script, font or network. Where one mode fails badly the upright
/// axis is broken in two, since differences of a point would vanish beside one of ninety.
/// </summary>
public sealed class TradeOffPlot
{
    /// <summary>Width of the picture on a desk, in its own units.</summary>
    internal const int Wide = 720;

    /// <summary>Width on a phone: the same letters on half the room.</summary>
    internal const int Narrow = 360;

    private const double FontSize = 13, Top = 38, BreakGap = 22, LowerHeight = 70;
    private readonly IReadOnlyList<TradeOffPoint> points;
    private readonly int width, height;
    private readonly PlotAxis tokens, upper;
    private readonly PlotAxis? lower;
    private readonly LabelPlacement labels;
    private readonly StringBuilder svg = new();

    private TradeOffPlot(IReadOnlyList<TradeOffPoint> points, int width)
    {
        (this.width, height) = (width, width == Narrow ? 380 : 420);
        this.points = points;
        double left = 56, right = width - 18, bottom = height - 48;
        var most = points.Max(point => point.Tokens);
        var longest = (width == Narrow ? 1.16 : 1.06) * most; // room for the label of the last point
        tokens = new(0, PlotAxis.Step(most / 20) * Math.Ceiling(longest / PlotAxis.Step(most / 20)), left, right);
        var ours = points.Where(point => point.Kind != TradeOffKind.Naive).Min(point => point.Interval.Low);
        var floor = Math.Floor(20 * (ours - 0.005)) / 20;
        var failing = points.Where(point => point.Interval.High < floor - 0.1).ToList();
        var isBroken = failing.Count > 0;
        if (!isBroken) floor = Math.Max(0, Math.Floor(20 * (points.Min(point => point.Interval.Low) - 0.005)) / 20);
        upper = new(floor, 1, isBroken ? bottom - LowerHeight - BreakGap : bottom, Top);
        if (isBroken) lower = new(0, Math.Min(floor, Math.Ceiling(10 * failing.Max(point => point.Interval.High) + 0.2) / 10), bottom, bottom - LowerHeight);
        labels = new(new(left, Top - 16, width - 2 - left, bottom - Top + 16), FontSize);
    }

    /// <summary>Writes the plot as a file of its own, readable on light and dark pages, whole or not at all.</summary>
    public static void Write(QuickstartSummary summary, string path) => AtomicFile.WriteText(path, writer => writer.Write(Standalone(TradeOffPoint.Of(summary))));

    /// <summary>The plot as a document of its own with its colours.</summary>
    internal static string Standalone(IReadOnlyList<TradeOffPoint> points) => new TradeOffPlot(points, Wide).Draw("xmlns=\"http://www.w3.org/2000/svg\" ", ReportStyle.Palette + ReportStyle.Plot);

    /// <summary>The plot to stand in a page that has the colours.</summary>
    internal static string Inline(IReadOnlyList<TradeOffPoint> points, int width) => new TradeOffPlot(points, width).Draw($"class=\"{(width == Narrow ? "narrow" : "wide")}\" ", null);

    private string Draw(string attributes, string? style)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<svg {attributes}viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Accuracy against mean think tokens\">\n");
        if (style is not null) svg.Append(CultureInfo.InvariantCulture, $"<style>{style}</style>\n<rect class=\"card\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>\n");
        DrawAxes();
        DrawFixedLine();
        foreach (var point in points) DrawPoint(point);
        foreach (var point in points.Reverse()) DrawLabel(point); // what is on top chooses its place first
        return svg.Append("</svg>\n").ToString();
    }

    private void DrawAxes()
    {
        var bottom = height - 48;
        foreach (var axis in lower is { } low ? [upper, low] : new[] { upper })
            foreach (var tick in axis.Ticks(axis.From - axis.To > LowerHeight ? 6 : 2))
            {
                Line("grid", tokens.From, axis.At(tick), tokens.To, axis.At(tick));
                Text("tick end", tokens.From - 8, axis.At(tick) + 4, $"{Math.Round(100 * tick, 6)} %");
            }
        if (lower is { } strip) // two strokes say that the axis is interrupted
            foreach (var y in new[] { upper.From + 6, strip.To - 6 }) Line("axis", tokens.From - 6, y + 3, tokens.From + 6, y - 3);
        Line("axis", tokens.From, bottom, tokens.To, bottom);
        foreach (var tick in tokens.Ticks(width == Narrow ? 5 : 8)) Text("tick middle", tokens.At(tick), bottom + 18, $"{tick}");
        Text("axis-name middle", (tokens.From + tokens.To) / 2, bottom + 40, "mean think tokens");
        Text("axis-name", 8, 18, "right answers");
    }

    private void DrawFixedLine()
    {
        foreach (var series in points.Where(point => point.Kind == TradeOffKind.Fixed).GroupBy(point => point.Series))
        {
            var line = series.OrderBy(point => point.Tokens).Select(point => (X: tokens.At(point.Tokens), Y: Height(point.Accuracy))).ToList();
            svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"{ClassOf(series.First())}\" points=\"{string.Join(' ', line.Select(p => $"{Number(p.X)},{Number(p.Y)}"))}\"/>\n");
            foreach (var (from, to) in line.Zip(line.Skip(1)))
                for (var step = 0.0; step < 1; step += 0.05)
                    labels.Avoid(new(from.X + step * (to.X - from.X) - 2, from.Y + step * (to.Y - from.Y) - 2, 4, 4));
        }
    }

    private void DrawPoint(TradeOffPoint point)
    {
        double x = tokens.At(point.Tokens), y = Height(point.Accuracy), low = Height(point.Interval.Low), high = Height(point.Interval.High);
        var kind = ClassOf(point);
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{kind}\"><title>{HtmlText.Escape($"{point.Name}: {100 * point.Accuracy:0.0} % right (95 % interval {100 * point.Interval.Low:0.0} to {100 * point.Interval.High:0.0} %), {point.Tokens:0} think tokens")}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"interval\" d=\"M{Number(x)} {Number(low)}V{Number(high)}M{Number(x - 4)} {Number(low)}h8M{Number(x - 4)} {Number(high)}h8\"/>");
        svg.Append(Marker(point.Kind, Number(x), Number(y))).Append("</g>\n");
        labels.Avoid(new(x - 4, high, 8, low - high));
        labels.Avoid(new(x - 7, y - 7, 14, 14));
    }

    private void DrawLabel(TradeOffPoint point)
    {
        if (point.Label.Length == 0) return;
        var place = labels.Place(tokens.At(point.Tokens), Height(point.Accuracy), point.Label);
        Text($"label {ClassOf(point)}", place.X, place.Y + FontSize * 0.9, point.Label);
    }

    private static string Marker(TradeOffKind kind, string x, string y) => kind switch
    {
        TradeOffKind.Base => $"<path class=\"mark\" d=\"M{x} {y}m0-7l7 7l-7 7l-7-7z\"/>",
        TradeOffKind.Naive => $"<path class=\"mark\" d=\"M{x} {y}m-5-5l10 10m0-10l-10 10\"/>",
        TradeOffKind.Control => $"<path class=\"mark\" d=\"M{x} {y}m-4.5-4.5h9v9h-9z\"/>",
        TradeOffKind.Fixed => $"<circle class=\"mark\" cx=\"{x}\" cy=\"{y}\" r=\"4.5\"/>",
        _ => $"<circle class=\"mark\" cx=\"{x}\" cy=\"{y}\" r=\"6.5\"/>",
    };

    private double Height(double accuracy) => lower is { } strip && accuracy < upper.Low ? strip.At(accuracy) : upper.At(accuracy);

    private void Line(string kind, double x1, double y1, double x2, double y2) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{kind}\" x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\"/>\n");

    private void Text(string kind, double x, double y, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{Number(x)}\" y=\"{Number(y)}\">{HtmlText.Escape(text)}</text>\n");

    private static string ClassOf(TradeOffPoint point) => point.Kind.ToString().ToLowerInvariant() + (point.Series == 0 ? "" : $" s{(point.Series - 1) % ReportStyle.SeriesColours + 1}");

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
