using System.Text.Json;
using ExtraCot.Runs;
using ScottPlot;

namespace ExtraCot.Pretraining;

/// <summary>Draws what a run wrote into its metrics: losses on the left axis, shares of right equations on the right one.</summary>
internal static class LossCurve
{
    private const int Width = 900, Height = 420;
    private const double HighestLoss = 2; // the first steps fall from 5.5 and would flatten the rest

    /// <summary>Reads <c>metrics.jsonl</c> and writes an SVG picture.</summary>
    public static void Draw(string metrics, string picture)
    {
        using var plot = new Plot();
        plot.XLabel("step");
        plot.YLabel("loss (nats a token)");
        plot.Axes.Right.Label.Text = "right equations (held-out)";
        Line(plot, plot.Axes.Left, Read(metrics, PretrainRun.TrainingMetrics, "loss"), "loss, training");
        Line(plot, plot.Axes.Left, Read(metrics, PretrainRun.HeldOutMetrics, "loss"), "loss, held-out");
        Line(plot, plot.Axes.Right, Read(metrics, PretrainRun.HeldOutMetrics, "drillAccuracy"), "right equations, drills");
        Line(plot, plot.Axes.Right, Read(metrics, PretrainRun.HeldOutMetrics, "solutionAccuracy"), "right equations, solutions");
        plot.Axes.SetLimitsY(0, HighestLoss, plot.Axes.Left);
        plot.Axes.SetLimitsY(0, 1, plot.Axes.Right);
        plot.ShowLegend(Alignment.MiddleRight);
        AtomicFile.WriteText(picture, writer => writer.Write(plot.GetSvgXml(Width, Height)));
    }

    private static void Line(Plot plot, IYAxis axis, SortedDictionary<long, double> points, string legend)
    {
        var line = plot.Add.ScatterLine(points.Keys.Select(step => (double)step).ToArray(), points.Values.ToArray());
        line.LegendText = legend;
        line.Axes.YAxis = axis;
    }

    // A killed run repeats the steps since its last checkpoint: the later line counts, though both say the same.
    private static SortedDictionary<long, double> Read(string metrics, string stage, string name)
    {
        var points = new SortedDictionary<long, double>();
        foreach (var line in File.ReadLines(metrics))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.GetProperty("stage").GetString() != stage) continue;
            var value = root.GetProperty("values").GetProperty(name);
            if (value.ValueKind == JsonValueKind.Number) points[root.GetProperty("step").GetInt64()] = value.GetDouble();
        }
        return points;
    }
}
