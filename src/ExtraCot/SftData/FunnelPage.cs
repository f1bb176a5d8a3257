using System.Globalization;
using System.Text;
using ExtraCot.Reporting;
using ExtraCot.Runs;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.SftData;

/// <summary>One page that shows how many came in at each step, how many went on and why the others did not; without script, network or fonts of its own.</summary>
internal static class FunnelPage
{
    private const int Width = 720, Row = 46, BarLeft = 150, BarWidth = 300, Height = 22;

    public static void Write(SftManifest manifest, string path) => AtomicFile.WriteText(path, writer => writer.Write(Render(manifest)));

    internal static string Render(SftManifest manifest) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>From responses to samples</title>
        <style>
        {ReportStyle.Palette}{ReportStyle.Plot}{ReportStyle.Page}.kept{"{"}fill:var(--fixed){"}"}.lost{"{"}fill:var(--rule){"}"}.ink{"{"}fill:var(--ink){"}"}</style>
        </head>
        <body>
        <header><h1>From responses to samples</h1>
        {(manifest.ForTraining ? "" : "<p class=\"warning\">Made with --allow-benchmark: held-out questions may be among the samples. A demonstration; never train on it.</p>")}
        </header>
        <main>
        <figure>{Picture(manifest.Steps)}<figcaption>Blue: passed on; grey: dropped. Each bar is as long as the share of its step's input.</figcaption></figure>
        <h2>Dropped</h2>
        <div class="scroll"><table><thead><tr><th>Step</th><th>Reason</th><th class="number">Count</th></tr></thead><tbody>
        {string.Concat(manifest.Steps.SelectMany(step => step.Dropped.OrderByDescending(reason => reason.Value).Select(reason => $"<tr><td>{Escape(step.Step)}</td><td>{Escape(reason.Key)}</td><td class=\"number\">{Number(reason.Value)}</td></tr>\n")))}</tbody></table></div>
        <h2>Facts</h2>
        <div class="scroll"><table><tbody>
        {string.Concat(manifest.Steps.SelectMany(step => step.Facts.Select(fact => $"<tr><td>{Escape(step.Step)}</td><td>{Escape(fact.Key)}</td><td class=\"number\">{fact.Value.ToString("#,0.####", CultureInfo.InvariantCulture)}</td></tr>\n")))}</tbody></table></div>
        <details><summary>Effective options</summary><pre>{Escape(manifest.Options)}</pre></details>
        </main>
        </body>
        </html>

        """;

    private static string Picture(IReadOnlyList<StepManifest> steps)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {steps.Count * Row + 8}\" role=\"img\" aria-label=\"How many came in and went on at each step\">\n");
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, y) = (steps[i], i * Row + 8);
            var kept = step.In == 0 ? 0 : (double)BarWidth * step.Out / step.In;
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"ink end\" x=\"{BarLeft - 10}\" y=\"{y + 16}\">{Escape(step.Step)}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"lost\" x=\"{BarLeft}\" y=\"{y}\" width=\"{BarWidth}\" height=\"{Height}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"kept\" x=\"{BarLeft}\" y=\"{y}\" width=\"{kept:0.#}\" height=\"{Height}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"ink\" x=\"{BarLeft + BarWidth + 10}\" y=\"{y + 16}\">{Number(step.Out)} of {Number(step.In)} {Escape(step.Unit)}</text>");
            if (step.Dropped.Count > 0)
            {
                var worst = step.Dropped.MaxBy(reason => reason.Value);
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{BarLeft}\" y=\"{y + Height + 14}\">{Escape($"most lost: {worst.Key} ({Number(worst.Value)})")}</text>");
            }
            svg.Append('\n');
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
