using System.Globalization;
using System.Text;
using System.Text.Json;
using ExtraCot.Chrpo;
using ExtraCot.Runs;
using ExtraCot.Text.Prompting;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>A run of stage 3 as one page: how it went, its alarms, and groups of rollouts with every reward taken apart into its terms.</summary>
internal static class RolloutReport
{
    private const int ShownSteps = 12, GroupsABatch = 5;

    /// <summary>Writes <c>report.html</c> into the run's folder, whole or not at all.</summary>
    public static void Write(RunFolder run, RlRunOptions options) => AtomicFile.WriteText(run.PathOf("report.html"), writer => writer.Write(Html(run.FullPath, options)));

    /// <summary>The page's text.</summary>
    internal static string Html(string folder, RlRunOptions options)
    {
        var steps = Steps(Path.Combine(folder, "metrics.jsonl"));
        var files = Directory.Exists(Path.Combine(folder, "rollouts")) ? Directory.GetFiles(Path.Combine(folder, "rollouts"), "step-*.jsonl").Order(StringComparer.Ordinal).ToArray() : [];
        var page = new HtmlPage(Path.GetFileName(folder), $"{options.Chrpo.Algorithm}, {options.Chrpo.Preset}, seed {options.Seed}, {files.Length} batches from {options.Model}", Lead(steps))
        {
            WindowTitle = $"{Path.GetFileName(folder)}, stage 3",
        };
        page.Add("How it went", Table(steps));
        page.Add("Alarms", Alarms(Path.Combine(folder, "alarms.jsonl")));
        page.Add("Rollouts", files.Length == 0 ? "" : $"<p class=\"note\">{Escape(Formula(options.Chrpo))}</p>\n{string.Concat(Batches(files).Select(Batch))}");
        return page.Render();
    }

    private static string Lead(SortedDictionary<long, JsonElement> steps) => steps.Count == 0
        ? "The control head was fitted to the teacher's rollouts; nothing was generated."
        : $"From the first batch to the last {100 * Value(steps.First().Value, "accuracy"):0.0} % became {100 * Value(steps.Last().Value, "accuracy"):0.0} % right rollouts, and {Value(steps.First().Value, "thinkTokens"):0} became {Value(steps.Last().Value, "thinkTokens"):0} think tokens. Batches hold different prompts, so this is a trend and no result.";

    private static string Formula(ChrpoOptions options) => (options.Algorithm == RlAlgorithm.Chrpo
        ? $"R_main = R_acc + {options.Reward.CalibrationWeight.ToString(CultureInfo.InvariantCulture)}·R_cal + R_mode + R_int on all tokens, R_ctrl on the first alone. "
        : "R_main is the algorithm's one reward. ") +
        "A: advantage, what the rollout's tokens are pushed by. Columns that are zero throughout a group are left out. Shown are groups of the first, a middle and the last batch, those whose rewards differ most first.";

    // A resumed run writes some steps twice; the later line counts.
    private static SortedDictionary<long, JsonElement> Steps(string path)
    {
        var steps = new SortedDictionary<long, JsonElement>();
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)); // the run still writes it
        while (reader.ReadLine() is { } text)
        {
            var line = JsonSerializer.Deserialize<JsonElement>(text);
            if (line.GetProperty("stage").GetString() == "rl") steps[line.GetProperty("step").GetInt64()] = line.GetProperty("values");
        }
        return steps;
    }

    private static double Value(JsonElement values, string name) => values.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;

    private static string Table(SortedDictionary<long, JsonElement> steps)
    {
        if (steps.Count == 0) return "";
        var shown = steps.Where((_, i) => steps.Count <= ShownSteps || i % ((steps.Count + ShownSteps - 1) / ShownSteps) == 0 || i == steps.Count - 1).ToList();
        (string Head, Func<JsonElement, string> Cell)[] columns =
        [
            ("Right", values => $"{100 * Value(values, "accuracy"):0.0} %"), ("Reward", values => $"{Value(values, "reward"):0.000}"), ("Think tokens", values => $"{Value(values, "thinkTokens"):0.0}"),
            ("Visible", values => $"{Value(values, "visibleTokens"):0.0}"), ("|r̂ − r_c|", values => $"{Value(values, "ratioError"):0.000}"), ("No variance", values => $"{100 * Value(values, "zeroVarianceShare"):0} %"),
            ("Entropy of choice", values => $"{Value(values, "headEntropy"):0.00}"), ("KL of body", values => $"{Value(values, "bodyKl"):0.0000}"), ("Clipped", values => $"{100 * Value(values, "bodyClipped"):0.0} %"),
        ];
        var ratios = ControlToken.Ratios.Select(ratio => ratio.Name).ToList();
        return Rows("Batch", [.. columns.Select(column => column.Head)], values => columns.Select(column => column.Cell(values)))
            + Rows("Batch: chosen ratios", ratios, values => ratios.Select(ratio => $"{100 * Value(values, $"choice{ratio}"):0} %"));

        string Rows(string name, IReadOnlyList<string> head, Func<JsonElement, IEnumerable<string>> cells) =>
            new ReportTable("steps", [name, .. head], [.. shown.Select(step => (IReadOnlyList<string>)[$"{step.Key}", .. cells(step.Value)])]).ToHtml();
    }

    private static string Alarms(string path) => File.Exists(path)
        ? new ReportTable("alarms", ["Batch", "Alarm", "Reason"], [.. JsonLines.Read<RlAlarm>(path).Select(alarm => (IReadOnlyList<string>)[$"{alarm.Step}", alarm.Name, alarm.Reason])]).ToHtml()
        : "";

    private static IEnumerable<(string Name, List<RolloutLine> Rollouts)> Batches(string[] files) => ((int[])[0, files.Length / 2, files.Length - 1]).Distinct()
        .Select(index => ($"Batch {index + 1}", JsonLines.Read<RolloutLine>(files[index])));

    private static string Batch((string Name, List<RolloutLine> Rollouts) batch)
    {
        var groups = batch.Rollouts.GroupBy(rollout => rollout.Group).Select(group => group.ToList())
            .OrderByDescending(group => group.Max(rollout => rollout.Reward.Main) - group.Min(rollout => rollout.Reward.Main)).Take(GroupsABatch);
        return $"<h3>{Escape(batch.Name)}</h3>\n{string.Concat(groups.Select(Group))}";
    }

    private static string Group(List<RolloutLine> group)
    {
        var first = group[0];
        var html = new StringBuilder($"""
            <details><summary><strong>{group.Count(rollout => rollout.Right)} of {group.Count} right</strong> <span class="meta">{Escape(first.Mode)}, r* {(first.Target is { } target ? $"{target:0.0}" : "none")}, L_ref {first.ReferenceTokens:0} tokens, {Escape(first.Problem)}</span></summary>
            <h3>Question</h3><p class="text">{Escape(first.Question)}</p><p class="note">gold: {Escape(first.Gold)}</p>
            {Terms(group)}
            """);
        foreach (var (index, rollout) in group.Index())
            html.Append($"<details class=\"{(rollout.Right ? "right" : "wrong")}\"><summary>{index + 1}. {(rollout.Right ? "<span class=\"met\">✓ right</span>" : "<span class=\"missed\">✗ wrong</span>")} <span class=\"meta\">R_main {Number(rollout.Reward.Main)}</span></summary><p class=\"text thought\">{Escape(rollout.Text)}</p></details>\n");
        return html.Append("</details>\n").ToString();
    }

    private static string Terms(List<RolloutLine> group)
    {
        (string Head, Func<RolloutLine, double> Value)[] numbers =
        [
            ("R_acc", rollout => rollout.Reward.Accuracy), ("R_cal", rollout => rollout.Reward.Calibration), ("R_mode", rollout => rollout.Reward.Mode), ("R_int", rollout => rollout.Reward.Integrity),
            ("R_main", rollout => rollout.Reward.Main), ("R_ctrl", rollout => rollout.Reward.Control), ("A of choice", rollout => rollout.HeadAdvantage), ("A of body", rollout => rollout.BodyAdvantage),
        ];
        var shown = numbers.Where(number => group.Any(rollout => number.Value(rollout) != 0)).ToList();
        return new ReportTable("terms", ["Rollout", "r_c", "Think tokens", "r̂", .. shown.Select(number => number.Head), "Broken"],
            [.. group.Select((rollout, i) => (IReadOnlyList<string>)[$"{i + 1}. {(rollout.Right ? "right" : "wrong")}", $"{rollout.Chosen:0.0}", $"{rollout.ThinkTokens}", $"{rollout.ThinkTokens / rollout.ReferenceTokens:0.00}",
                .. shown.Select(number => Number(number.Value(rollout))), rollout.Reward.Violations == "None" ? "" : rollout.Reward.Violations])]).ToHtml();
    }

    private static string Number(double value) => Math.Abs(value) < 5e-4 ? "0" : $"{value:0.000;−0.000}";
}
