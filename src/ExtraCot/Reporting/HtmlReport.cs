using ExtraCot.Runs;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>One page that shows a quickstart run.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="report">What it shows; all text in it is escaped, whatever a model wrote.</param>
    /// <param name="path">The HTML file.</param>
    public static void Write(QuickstartReport report, string path) => AtomicFile.WriteText(path, writer => writer.Write(Render(report)));

    /// <summary>The page's text.</summary>
    internal static string Render(QuickstartReport report)
    {
        var summary = report.Summary;
        var page = new HtmlPage("Extra-CoT quickstart", $"profile {report.Profile}, seed {summary.Seed}, {summary.Problems} held-out problems, {summary.TotalSeconds / 60:0.0} minutes", ResultSentences.Of(summary))
        {
            WindowTitle = $"Extra-CoT quickstart, seed {summary.Seed}",
            Warning = report.MakesClaims ? null : "This profile checks that the stages work together. It is far too small for a result: the figures below say nothing about the method.",
        };
        if (report.MakesClaims) page.Add("Goals", ReportTables.Goals(summary.Goals));
        page.Add("Accuracy against think tokens", $"{ReportFigures.TradeOff(TradeOffPoint.Of(summary))}{ReportTables.Modes(summary)}<p class=\"note\">{Escape(Remarks(summary))}</p>");
        page.Add("Ratio chosen by difficulty", ReportFigures.Choices(summary.ChoicesByDifficulty, "the number of equations in their solution"));
        page.Add("Samples", $"<p class=\"note\">Spread evenly over difficulty; up to two wrong answers are shown on purpose.</p>\n{ReportSamples.Of(report.Samples)}");
        page.Add("Time", ReportTables.Stages(summary));
        page.Add("The run", $"<p class=\"note\">{Escape(report.Machine)}</p>\n<pre>{Escape(report.Command)}</pre>\n<details><summary>Effective options</summary><pre>{Escape(report.Options)}</pre></details>");
        return page.Render();
    }

    private static string Remarks(QuickstartSummary summary)
    {
        var mixture = summary.BlindMixture;
        return "ActRatio: mean think tokens over the base model's. Differences to the base: paired bootstrap over problems. Mirror: responses that begin with the ratio token asked for. " +
            $"A blind mixture of {mixture.Lower} and {mixture.Upper} at the policy's length ({mixture.ThinkTokens:0.0} tokens) is right on {100 * mixture.Accuracy:0.0}\u00A0%; " +
            $"the policy is {100 * mixture.PolicyMinusMixture:+0.0;−0.0;0.0} points from it (95\u00A0% interval {100 * mixture.Interval.Low:+0.0;−0.0;0.0} to {100 * mixture.Interval.High:+0.0;−0.0;0.0}). " +
            "Intervals cover the choice of problems, not another training run.";
    }
}
