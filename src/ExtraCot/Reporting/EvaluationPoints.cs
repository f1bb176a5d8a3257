using ExtraCot.Evaluation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Reporting;

/// <summary>Evaluations as points of the accuracy-tokens plot.</summary>
internal static class EvaluationPoints
{
    private const int LongestLabel = 18;

    /// <summary>The points; those drawn last lie on top. Of a run beside the main one the last ratio carries the run's name, for want of room.</summary>
    public static IReadOnlyList<TradeOffPoint> Of(IReadOnlyList<(EvaluatedRun Run, EvaluationSummary Summary)> runs) =>
        [.. runs.SelectMany((run, series) => Points(run.Run, run.Summary, series)).OrderBy(point => point.Series == 0).ThenBy(point => Order(point.Kind))];

    private static IEnumerable<TradeOffPoint> Points(EvaluatedRun run, EvaluationSummary summary, int series)
    {
        var longest = summary.Modes.Where(mode => mode.Key != summary.Base).OrderBy(mode => mode.Value.ThinkTokens).Select(mode => mode.Key).LastOrDefault();
        foreach (var (name, mode) in summary.Modes)
        {
            if (series > 0 && name == summary.Base) continue; // the same everywhere, or no part of what is compared
            var label = series == 0 ? name : name == longest ? Short(run.Name) : "";
            yield return new(label, KindOf(name, summary.Base), mode.ThinkTokens, mode.Accuracy, new(mode.AccuracyInterval.Low, mode.AccuracyInterval.High), series) { Name = series == 0 ? name : $"{run.Name} {name}" };
        }
    }

    private static string Short(string name) => name.Length <= LongestLabel ? name : name[..(LongestLabel - 1)] + "…";

    private static TradeOffKind KindOf(string mode, string? basis) => mode == basis ? TradeOffKind.Base
        : mode == ControlToken.Policy.Name ? TradeOffKind.Policy
        : EvaluationMode.ControlOf(mode) is not null ? TradeOffKind.Fixed
        : TradeOffKind.Control;

    private static int Order(TradeOffKind kind) => kind switch { TradeOffKind.Policy => 2, TradeOffKind.Base => 1, _ => 0 };
}
