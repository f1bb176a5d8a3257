using ExtraCot.Evaluation;

namespace ExtraCot.Reporting;

/// <summary>Latency as a table.</summary>
internal static class LatencyTable
{
    public static ReportTable Of(LatencySummary summary)
    {
        (string Name, Func<LatencyResult, string> Cell)[] columns =
        [
            ("Tokens", mode => $"{mode.Tokens:0.0}"),
            ("First token p50, ms", mode => Milliseconds(mode.FirstTokenP50)),
            ("p95, ms", mode => Milliseconds(mode.FirstTokenP95)),
            ("Request p50, s", mode => $"{mode.RequestP50:0.000}"),
            ("p95, s", mode => $"{mode.RequestP95:0.000}"),
            ("Speed-up", mode => mode.SpeedUp is { } factor ? $"{factor:0.00}" : ""),
            ($"Requests/s at {summary.Concurrency}", mode => $"{mode.RequestsPerSecond:0.00}"),
            ("Tokens/s", mode => $"{mode.TokensPerSecond:0}"),
            ("J a request", mode => mode.JoulesPerRequest is { } joules ? $"{joules:0.00}" : ""),
            ("Pays after requests", mode => mode.BreakEvenRequests is { } requests ? $"{requests:#,0}" : ""),
        ];
        var shown = columns.Where(column => summary.Modes.Any(mode => column.Cell(mode).Length > 0)).ToList();
        return new("latency", ["Mode", .. shown.Select(column => column.Name)], [.. summary.Modes.Select(mode => (IReadOnlyList<string>)[mode.Mode, .. shown.Select(column => column.Cell(mode))])]);
    }

    private static string Milliseconds(double? seconds) => seconds is { } value ? $"{1000 * value:0.0}" : "";
}
