using System.Text;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>The frame of every report: a single file without script, network or fonts of its own, for light and dark, phone and paper.</summary>
/// <param name="Title">Heading, plain text.</param>
/// <param name="Meta">The line under it, plain text.</param>
/// <param name="Lead">The result in words, plain text.</param>
internal sealed record HtmlPage(string Title, string Meta, string Lead)
{
    private readonly StringBuilder sections = new();

    /// <value>Title of the browser's window; null for the heading.</value>
    public string? WindowTitle { get; init; }

    /// <value>Said before the result; null for nothing.</value>
    public string? Warning { get; init; }

    /// <summary>Adds a section; one without content is left out.</summary>
    /// <param name="heading">Plain text.</param>
    /// <param name="html">Safe HTML.</param>
    public void Add(string heading, string html)
    {
        if (html.Length > 0) sections.Append($"<h2>{Escape(heading)}</h2>\n").Append(html).Append('\n');
    }

    /// <summary>The page's text. The policy in its head keeps a browser from fetching or running anything, should an escape ever fail.</summary>
    public string Render() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Escape(WindowTitle ?? Title)}</title>
        <style>
        {ReportStyle.Palette}{ReportStyle.Plot}{ReportStyle.Page}</style>
        </head>
        <body>
        <header>
        <h1>{Escape(Title)}</h1>
        <p class="meta">{Escape(Meta)}</p>
        {(Warning is null ? "" : $"<p class=\"warning\">{Escape(Warning)}</p>\n")}<p class="lead">{Escape(Lead)}</p>
        </header>
        <main>
        {sections}</main>
        </body>
        </html>

        """;
}
