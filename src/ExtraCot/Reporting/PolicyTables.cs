using ExtraCot.Chrpo;
using ExtraCot.Chrpo.Data;
using ExtraCot.Evaluation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Reporting;

/// <summary>Trained policies beside fixed ratios, rules and the oracle on the same problems; docs/metrics.md says what the rules are.</summary>
/// <param name="Policies">Accuracy, length, difference to base and blind mixture, choice by difficulty, entropy, Pareto front.</param>
/// <param name="Choices">Share of each ratio.</param>
/// <param name="Fixed">Each model at its fixed ratios; null where only one has any.</param>
internal sealed record PolicyTables(ReportTable Policies, ReportTable Choices, ReportTable? Fixed)
{
    /// <summary>How the figures come about.</summary>
    public const string Note =
        "Base: the first run's. Looked up: composed of the first run's measured responses at the fixed ratios, nothing generated; the oracle has seen the verdicts and takes no part in the front. " +
        "Over mixture: points above a blind mixture of two fixed ratios at the same mean think tokens, of the policy's own model where its ratios were measured at this decoding and reach that far, else of the first run's. " +
        "Ratio by third: mean chosen ratio on the easiest, middle and hardest third. Entropy: of the choice, in nats, mean over problems. " +
        "Front: no row or fixed ratio of the same decoding (looked up counts as greedy) is at least as right with at most as many tokens. Intervals: 95 %, bootstrap over problems.";

    /// <summary>The tables; null without a base, two fixed ratios in the first run, or any policy.</summary>
    /// <param name="runs">On the same problems; those without a base of their own were given the first one's.</param>
    /// <param name="teacher">Teacher budgets for the group rule; null leaves it out.</param>
    public static PolicyTables? Of(IReadOnlyList<EvaluatedRun> runs, RlDataset? teacher)
    {
        var grid = runs[0].FixedRatios;
        if (runs[0].Base is not { } basis || grid.Count < 2 || !runs.Any(run => run.Modes.Values.Any(mode => mode.Control == ControlToken.Policy))) return null;
        List<PolicyRow> rows = [.. PolicyRow.Policies(runs, grid), .. Rules(runs[0], grid, teacher)];
        var fixedRows = runs.Skip(1).SelectMany(run => run.FixedRatios.Select(mode => new PolicyRow(run.Name, PolicyRow.Decoding(run), mode, null))).ToList();
        var difficulty = EvaluationSummary.DifficultyOf(runs[0]).Values;
        return new(
            new("policies", ["Policy", "Decoding", "Right", "95 %", "Think tokens", "ActRatio (95 %)", "To base, points (95 %)", "Over mixture, points (95 %)", "Ratio by third", "Entropy", "Front"],
                [.. rows.Select(row => Cells(row, basis, difficulty, rows.Concat(fixedRows)))]),
            new("choices", ["Policy", "Decoding", .. ControlToken.Ratios.Select(ratio => ratio.Name)],
                [.. rows.Where(row => row.Mode.Control?.Ratio is null).Select(row => (IReadOnlyList<string>)[row.Name, row.How, .. row.Mode.Choices().Values.Select(share => ModeTables.Percent(share))])]),
            fixedRows.Count == 0 ? null : new("fixed", ["Model", "Decoding", .. ControlToken.Ratios.Select(ratio => $"{ratio.Name}: right, tokens")], [.. runs.Where(run => run.FixedRatios.Count > 0).Select(AtRatios)]));
    }

    private static IEnumerable<PolicyRow> Rules(EvaluatedRun run, IReadOnlyList<ModeResult> grid, RlDataset? teacher)
    {
        const string LookedUp = "looked up";
        foreach (var mode in grid) yield return new($"always {mode.Control!.Name}", PolicyRow.Decoding(run), mode, null);
        var (problems, ratios) = (run.Problems.Problems, grid.Select(mode => mode.Control!.Ratio!.Value).ToList());
        if (problems.Select(problem => problem.Difficulty).Distinct().Count() > 1)
        {
            yield return new($"hand rule: {grid[1].Control!.Name} above the median difficulty, else {grid[0].Control!.Name}", LookedUp, ChoiceRules.LookUp(grid, ChoiceRules.ByHand(problems, 0, 1)), grid);
            var lambda = new ChrpoOptions().Lambda;
            if (teacher is not null) yield return new($"group rule: pass rates by difficulty, λ {lambda}", LookedUp, ChoiceRules.LookUp(grid, ChoiceRules.ByGroup(problems, teacher, ratios, lambda)), grid);
        }
        yield return new(PolicyRow.Oracle, LookedUp, ChoiceRules.LookUp(grid, ChoiceRules.Oracle(grid)), grid);
    }

    private static IReadOnlyList<string> Cells(PolicyRow row, ModeResult basis, IReadOnlyList<double>? difficulty, IEnumerable<PolicyRow> all)
    {
        var summary = ModeSummary.Of(row.Mode, basis);
        var mixture = row.Grid is { } grid ? BlindMixture.Of(grid, row.Mode) : null;
        var isFixed = row.Mode.Control?.Ratio is not null;
        return
        [
            row.Name, row.How, ModeTables.Percent(summary.Accuracy), $"{100 * summary.AccuracyInterval.Low:0.0} to {100 * summary.AccuracyInterval.High:0.0}", $"{summary.ThinkTokens:0.0}",
            $"{summary.ActRatio:0.000}{(summary.ActRatioInterval is { } interval ? $" ({interval.Low:0.000} to {interval.High:0.000})" : "")}", ModeTables.Difference(summary.ToBase),
            mixture is null ? "" : ModeTables.Difference(new(mixture.PolicyMinusMixture, mixture.Interval, null)),
            isFixed ? "" : string.Join(", ", DifficultyThird.Of(row.Mode, difficulty).Select(third => $"{third.MeanRatio:0.00}")), $"{row.Mode.ChoiceEntropy:0.00}",
            row.Name != PolicyRow.Oracle && !all.Where(other => IsSampled(other) == IsSampled(row)).Any(row.IsDominatedBy) ? "yes" : "",
        ];
    }

    private static bool IsSampled(PolicyRow row) => row.How.StartsWith("sampled", StringComparison.Ordinal);

    private static IReadOnlyList<string> AtRatios(EvaluatedRun run) => [run.Name, PolicyRow.Decoding(run), .. ControlToken.Ratios.Select(ratio =>
        run.FixedRatios.FirstOrDefault(mode => mode.Control == ratio) is { } mode ? $"{ModeTables.Percent(mode.Accuracy)}, {mode.ThinkTokens:0.0}" : "")];
}
