using ExtraCot.Runs;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>One page that shows a run: a single file without script, network or fonts of its own, for light and dark, phone and paper.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="report">What it shows; all text in it is escaped, whatever a model wrote.</param>
    /// <param name="path">The HTML file.</param>
    public static void Write(QuickstartReport report, string path) => AtomicFile.WriteText(path, writer => writer.Write(Render(report)));

    /// <summary>The page's text. The policy in its head keeps a browser from fetching or running anything, should an escape ever fail.</summary>
    internal static string Render(QuickstartReport report)
    {
        var summary = report.Summary;
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Extra-CoT quickstart, seed {summary.Seed}</title>
            <style>
            {ReportStyle.Palette}{ReportStyle.Plot}{ReportStyle.Page}</style>
            </head>
            <body>
            <header>
            <h1>Extra-CoT quickstart</h1>
            <p class="meta">profile {Escape(report.Profile)}, seed {summary.Seed}, {summary.Problems} held-out problems, {summary.TotalSeconds / 60:0.0} minutes</p>
            {(report.MakesClaims ? "" : "<p class=\"warning\">This profile checks that the stages work together. It is far too small for a result: the figures below say nothing about the method.</p>\n")}<p class="lead">{Escape(ResultSentences.Of(summary))}</p>
            </header>
            <main>
            {(report.MakesClaims ? $"<h2>Goals</h2>\n{ReportTables.Goals(summary.Goals)}" : "")}<h2>Accuracy against think tokens</h2>
            {ReportFigures.TradeOff(summary)}
            {ReportTables.Modes(summary)}
            <p class="note">{Escape(Remarks(summary))}</p>
            <h2>Ratio chosen by difficulty</h2>
            {ReportFigures.Choices(summary)}
            <h2>Samples</h2>
            <p class="note">Spread evenly over difficulty; up to two wrong answers are shown on purpose.</p>
            {ReportSamples.Of(report.Samples)}
            <h2>Time</h2>
            {ReportTables.Stages(summary)}
            <h2>The run</h2>
            <p class="note">{Escape(report.Machine)}</p>
            <pre>{Escape(report.Command)}</pre>
            <details><summary>Effective options</summary><pre>{Escape(report.Options)}</pre></details>
            </main>
            </body>
            </html>

            """;
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
