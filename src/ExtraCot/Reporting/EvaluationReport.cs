using System.Text;
using ExtraCot.Chrpo.Data;
using ExtraCot.Evaluation;
using ExtraCot.Runs;
using static ExtraCot.Reporting.HtmlText;

namespace ExtraCot.Reporting;

/// <summary>Evaluations as one page, Markdown and CSV. The first run is the one reported; the others stand beside it.</summary>
public static class EvaluationReport
{
    private const int Samples = 30, WrongSamples = 12;

    /// <summary>Writes <c>report.html</c>, <c>report.md</c> and <c>report.csv</c>, each whole or not at all.</summary>
    /// <param name="runs">At least one; all on the same problems.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="teacher">Teacher budgets of training prompts, for the group rule; null leaves it out.</param>
    public static void Write(IReadOnlyList<(EvaluatedRun Run, EvaluationSummary Summary)> runs, string folder, RlDataset? teacher = null)
    {
        var policies = PolicyTables.Of([.. runs.Select(each => each.Run)], teacher);
        AtomicFile.WriteText(Path.Combine(folder, "report.html"), writer => writer.Write(Html(runs, policies)));
        AtomicFile.WriteText(Path.Combine(folder, "report.md"), writer => writer.Write(Markdown(runs, policies)));
        AtomicFile.WriteText(Path.Combine(folder, "report.csv"), writer => writer.Write(EvaluationCsv.Write(runs)));
    }

    /// <summary>The page's text.</summary>
    internal static string Html(IReadOnlyList<(EvaluatedRun Run, EvaluationSummary Summary)> runs, PolicyTables? policies = null)
    {
        var (run, summary) = runs[0];
        var modes = Modes(runs);
        var page = new HtmlPage(run.Name, Meta(runs), EvaluationSentences.Of(summary)) { WindowTitle = $"{run.Name}, {summary.Data}" };
        page.Add("Accuracy against think tokens", $"{ReportFigures.TradeOff(EvaluationPoints.Of(runs))}{ModeTables.Main(modes).ToHtml()}<p class=\"note\">{Escape(EvaluationSentences.Remarks(summary))}</p>");
        page.Add("Controls at the same length", Controls(runs) is { } controls ? controls.ToHtml() + $"<p class=\"note\">{Escape(ControlTable.Note)}</p>" : "");
        page.Add("Policies, rules and the oracle", policies is null ? "" : $"{policies.Policies.ToHtml()}<p class=\"note\">{Escape(PolicyTables.Note)}</p>{policies.Choices.ToHtml()}{policies.Fixed?.ToHtml()}");
        page.Add("More figures", ModeTables.Accuracies(modes).ToHtml() + ModeTables.Lengths(modes).ToHtml() + ModeTables.Failures(modes).ToHtml());
        page.Add("Ratio chosen by difficulty", ReportFigures.Choices(summary.ChoicesByDifficulty, summary.Difficulty ?? ""));
        page.Add("Lengths of thoughts", ReportFigures.Lengths(modes));
        page.Add("By subject", Subjects(summary) is { } subjects ? subjects.ToHtml() : "");
        page.Add("Latency", LatencySummary.Read(run.Folder) is { } latency ? LatencyTable.Of(latency).ToHtml() + $"<p class=\"note\">{Escape(latency.Machine)}</p>" : "");
        page.Add("Samples", Browser(run));
        page.Add("The run", string.Concat(runs.Select(each => Configuration(each.Run))));
        return page.Render();
    }

    /// <summary>The same as Markdown, without samples.</summary>
    internal static string Markdown(IReadOnlyList<(EvaluatedRun Run, EvaluationSummary Summary)> runs, PolicyTables? policies = null)
    {
        var (run, summary) = runs[0];
        var text = new StringBuilder($"# {run.Name}\n\n{Meta(runs)}\n\n{EvaluationSentences.Of(summary)}\n\n");
        text.Append(ModeTables.Main(Modes(runs)).ToMarkdown()).Append('\n').Append(EvaluationSentences.Remarks(summary)).Append("\n\n");
        if (Controls(runs) is { } controls) text.Append("## Controls at the same length\n\n").Append(controls.ToMarkdown()).Append('\n').Append(ControlTable.Note).Append("\n\n");
        if (policies is not null)
        {
            text.Append("## Policies, rules and the oracle\n\n").Append(policies.Policies.ToMarkdown()).Append('\n').Append(PolicyTables.Note).Append("\n\nChosen ratios:\n\n").Append(policies.Choices.ToMarkdown()).Append('\n');
            if (policies.Fixed is { } atRatios) text.Append("Fixed ratios of each model:\n\n").Append(atRatios.ToMarkdown()).Append('\n');
        }
        text.Append("## More figures\n\n").AppendJoin('\n', ((ReportTable[])[ModeTables.Accuracies(Modes(runs)), ModeTables.Lengths(Modes(runs)), ModeTables.Failures(Modes(runs))]).Select(table => table.ToMarkdown()));
        if (Subjects(summary) is { } subjects) text.Append("\n## By subject\n\n").Append(subjects.ToMarkdown());
        return text.ToString();
    }

    /// <summary>Modes of all runs; those of the runs beside carry their names and come without the base, which is the first run's or like it.</summary>
    internal static IReadOnlyList<(string Name, ModeSummary Mode)> Modes(IReadOnlyList<(EvaluatedRun Run, EvaluationSummary Summary)> runs) =>
        [.. runs.SelectMany((each, i) => each.Summary.Modes.Where(mode => i == 0 || mode.Key != EvaluationMode.BaseName).Select(mode => (i == 0 ? mode.Key : $"{each.Run.Name} {mode.Key}", mode.Value)))];

    private static string Meta(IReadOnlyList<(EvaluatedRun Run, EvaluationSummary Summary)> runs)
    {
        var summary = runs[0].Summary;
        var samples = summary.Modes.Values.First().Samples ?? 1;
        return $"{(runs[0].Run.Settings is { } settings ? $"{settings.Describe()}; " : "")}{summary.Data}, {summary.Problems} problems, {(samples == 1 ? "one sample" : $"{samples} samples")} each{(runs.Count == 1 ? "" : $"; beside it {string.Join(", ", runs.Skip(1).Select(each => each.Run.Name))}")}";
    }

    private static ReportTable? Controls(IReadOnlyList<(EvaluatedRun Run, EvaluationSummary Summary)> runs) => ControlTable.Of(runs[0].Run, runs[0].Summary, [.. runs.Skip(1).Select(each => each.Run)]);

    private static ReportTable? Subjects(EvaluationSummary summary)
    {
        if (summary.Subjects.Count == 0) return null;
        var modes = summary.Modes.Keys.ToList();
        return new("subjects", ["Subject", "Problems", .. modes.Select(mode => $"{mode}: right, tokens")],
            [.. summary.Subjects.Select(subject => (IReadOnlyList<string>)[subject.Subject.Length > 0 ? subject.Subject : "(none)", $"{subject.Problems}", .. modes.Select(mode => $"{ModeTables.Percent(subject.Accuracy[mode])}, {subject.ThinkTokens[mode]:0}")])]);
    }

    /// <summary>Samples of the mode most people would use: the policy's, else the shortest mode's.</summary>
    private static string Browser(EvaluatedRun run)
    {
        var name = run.Modes.ContainsKey("policy") ? "policy" : run.Modes.Where(mode => mode.Key != run.BaseName).OrderBy(mode => mode.Value.ThinkTokens).Select(mode => mode.Key).FirstOrDefault() ?? run.BaseName!;
        var samples = SampleSelection.Pick(name == run.BaseName ? null : run.Base, run.Modes[name], Samples, WrongSamples);
        return $"<p class=\"note\">Mode {Escape(name)}, spread evenly over difficulty; wrong answers are shown on purpose and more often than they occur.</p>\n{ReportSamples.Browser(samples)}";
    }

    private static string Configuration(EvaluatedRun run) =>
        $"<h3>{Escape(run.Name)}</h3><pre>{Escape($"{(run.Command is { } command ? $"{command}\n" : "")}extracot report {run.Folder}")}</pre>\n" + (run.OptionsText.Length == 0 ? "" : $"<details><summary>Effective options</summary><pre>{Escape(run.OptionsText)}</pre></details>\n");
}
