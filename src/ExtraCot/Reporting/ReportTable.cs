using System.Text;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>A table that can stand in a page and in Markdown: the first column holds names, the others figures.</summary>
/// <param name="Kind">Style class.</param>
/// <param name="Head">Column names.</param>
/// <param name="Rows">Cells as text, as many as the head has.</param>
internal sealed record ReportTable(string Kind, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The table as HTML, every cell escaped.</summary>
    public string ToHtml() => Html(Kind, string.Concat(Head.Select((name, i) => $"<th{Number(i)}>{Escape(name)}</th>")),
        Rows.Select(row => $"<tr>{string.Concat(row.Select((cell, i) => $"<td{Number(i)}>{Escape(cell)}</td>"))}</tr>\n"));

    /// <summary>The table as Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(Head);
        text.Append("| --- |").Append(string.Concat(Enumerable.Repeat(" ---: |", Head.Count - 1))).Append('\n');
        foreach (var row in Rows) Line(row);
        return text.ToString();

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" "))).Append(" |\n");
    }

    /// <summary>A table whose head and rows are HTML already.</summary>
    public static string Html(string kind, string head, IEnumerable<string> rows)
    {
        var html = new StringBuilder($"<div class=\"scroll\"><table class=\"{kind}\"><thead><tr>{head}</tr></thead><tbody>\n");
        foreach (var row in rows) html.Append(row);
        return html.Append("</tbody></table></div>\n").ToString();
    }

    private static string Number(int column) => column == 0 ? "" : " class=\"number\"";
}
