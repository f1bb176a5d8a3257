using ExtraCot.Evaluation;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Reporting;

/// <summary>One way to choose the ratio: a trained policy, a rule, or one ratio for all.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="How">How the responses came about: greedy, sampled, looked up.</param>
/// <param name="Mode">The responses.</param>
/// <param name="Grid">Fixed ratios whose blind mixture it must beat; null where there is nothing to beat.</param>
internal sealed record PolicyRow(string Name, string How, ModeResult Mode, IReadOnlyList<ModeResult>? Grid)
{
    /// <summary>Name of the row nobody can reach: it takes no part in the front.</summary>
    public const string Oracle = "oracle";

    /// <summary>Whether another way of the same decoding is neither longer nor less often right, and better in one of them.</summary>
    public bool IsDominatedBy(PolicyRow other) => other.Name != Oracle && other.Mode.ThinkTokens <= Mode.ThinkTokens && other.Mode.Accuracy >= Mode.Accuracy
        && (other.Mode.ThinkTokens < Mode.ThinkTokens || other.Mode.Accuracy > Mode.Accuracy);

    /// <summary>The policies of some runs. Runs of one name and decoding (seeds) get a further row over all their responses together.</summary>
    public static IEnumerable<PolicyRow> Policies(IReadOnlyList<EvaluatedRun> runs, IReadOnlyList<ModeResult> grid)
    {
        var rows = runs.SelectMany(run => run.Modes.Values.Where(mode => mode.Control == ControlToken.Policy)
            .Select(mode => new PolicyRow(run.Name, Decoding(run), mode, Spans(run.FixedRatios, mode) ? run.FixedRatios : grid))).ToList();
        foreach (var same in rows.GroupBy(row => (row.Name, row.How)))
        {
            foreach (var row in same) yield return row;
            if (same.Count() > 1 && same.Select(row => row.Mode.Samples).Distinct().Count() == 1)
                yield return new($"{same.Key.Name}, all {same.Count()}", same.Key.How, Pool([.. same.Select(row => row.Mode)]), null);
        }
    }

    /// <summary>Decoding of a run in a word or two.</summary>
    public static string Decoding(EvaluatedRun run) => run.Settings is { Temperature: > 0 and var temperature } ? $"sampled at {temperature}" : "greedy";

    // A mixture is as long as the policy only where the policy is no longer than the longest ratio that was measured.
    private static bool Spans(IReadOnlyList<ModeResult> own, ModeResult policy) =>
        own.Count > 1 && own[0].Samples == policy.Samples && own.Max(mode => mode.ThinkTokens) >= policy.ThinkTokens;

    // Several models' responses to one problem: the bootstrap then draws problems, each with all of them.
    private static ModeResult Pool(IReadOnlyList<ModeResult> modes) =>
        new(modes[0].Control, modes[0].Problems, [.. Enumerable.Range(0, modes[0].Problems.Count).Select(i => (IReadOnlyList<Prediction>)[.. modes.SelectMany(mode => mode.Answers[i])])]);
}
