using System.Xml.Linq;
using ExtraCot.Reporting;
using Xunit;

namespace ExtraCot.Tests.Reporting;

public sealed class TradeOffPlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Should_be_a_document_of_its_own_with_every_mode()
    {
        var path = Path.GetTempFileName();
        try
        {
            TradeOffPlot.Write(MadeUpRun.Summary, path);
            var tree = XDocument.Load(path);
            string[] labels = [.. tree.Descendants(Svg + "text").Where(text => text.Attribute("class")!.Value.StartsWith("label")).Select(text => text.Value)];
            Assert.Equal(["policy", "policy, sampled", "base", "formulas broken, 0.2", "1.0", "0.8", "0.6", "0.4", "0.2"], labels);
            Assert.Contains("prefers-color-scheme:dark", tree.Descendants(Svg + "style").Single().Value);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(TradeOffPlot.Wide)]
    [InlineData(TradeOffPlot.Narrow)]
    public void Should_keep_everything_inside_the_picture(int width)
    {
        var tree = XDocument.Parse(TradeOffPlot.Inline(TradeOffPoint.Of(MadeUpRun.Summary), width));
        var numbers = tree.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "x" or "cx" or "x1" or "x2").Select(attribute => (double)attribute);
        Assert.All(numbers, x => Assert.InRange(x, 0, width));
        Assert.DoesNotContain("NaN", tree.ToString());
    }

    [Fact]
    public void Should_break_the_axis_only_for_a_mode_that_fails()
    {
        static int AxisStrokes(QuickstartSummary summary) => XDocument.Parse(TradeOffPlot.Inline(TradeOffPoint.Of(summary), TradeOffPlot.Wide)).Descendants("line").Count(line => line.Attribute("class")!.Value == "axis");
        var mild = MadeUpRun.Summary with { Naive = new Dictionary<string, ModeSummary> { ["0.2"] = MadeUpRun.Summary.Fixed["0.2"] } };
        Assert.Equal(3, AxisStrokes(MadeUpRun.Summary));
        Assert.Equal(1, AxisStrokes(mild));
    }

    [Fact]
    public void Should_not_break_the_axis_through_an_interval()
    {
        var wide = MadeUpRun.Summary.Naive["0.2"] with { Accuracy = 0.93, AccuracyInterval = new(0.6, 0.99) };
        var plot = XDocument.Parse(TradeOffPlot.Inline(TradeOffPoint.Of(MadeUpRun.Summary with { Naive = new Dictionary<string, ModeSummary> { ["0.2"] = wide } }), TradeOffPlot.Wide));
        Assert.Single(plot.Descendants("line"), line => line.Attribute("class")!.Value == "axis");
    }

    [Fact]
    public void Should_draw_a_run_that_learned_nothing()
    {
        var zero = MadeUpRun.Summary.Base with { Accuracy = 0, AccuracyInterval = new(0, 0.1), ThinkTokens = 1 };
        var summary = MadeUpRun.Summary with { Base = zero, Policy = zero, PolicySampled = zero, Fixed = MadeUpRun.Summary.Fixed.ToDictionary(mode => mode.Key, _ => zero), Naive = new Dictionary<string, ModeSummary> { ["0.2"] = zero } };
        Assert.DoesNotContain("NaN", TradeOffPlot.Standalone(TradeOffPoint.Of(summary)));
    }

    [Fact]
    public void Should_choose_round_ticks()
    {
        Assert.Equal([0, 100, 200, 300, 400], new PlotAxis(0, 440, 0, 1).Ticks(5));
        Assert.Equal(5, PlotAxis.Step(3));
        Assert.Equal(0.02, PlotAxis.Step(0.02), 1e-12);
    }
}
