using System.Text.Json;
using ExtraCot.Runs;

namespace ExtraCot.Reporting;

/// <summary>The figures of a small end-to-end run: what <c>summary.json</c> holds and the report shows.</summary>
public sealed record QuickstartSummary
{
    /// <value>Seed of the run.</value>
    public required ulong Seed { get; init; }

    /// <value>Held-out problems, the same in every mode.</value>
    public required int Problems { get; init; }

    /// <value>The base model with its full thought.</value>
    public required ModeSummary Base { get; init; }

    /// <value>The final model at "0.2" … "1.0".</value>
    public required IReadOnlyDictionary<string, ModeSummary> Fixed { get; init; }

    /// <value>The final model choosing for itself, greedy.</value>
    public required ModeSummary Policy { get; init; }

    /// <value>The same at temperature 1.</value>
    public required ModeSummary PolicySampled { get; init; }

    /// <value>Under "0.2", the model trained on thoughts whose formulas were cut apart.</value>
    public required IReadOnlyDictionary<string, ModeSummary> Naive { get; init; }

    /// <value>What the greedy policy chose, easiest third first.</value>
    public required IReadOnlyList<DifficultyThird> ChoicesByDifficulty { get; init; }

    /// <value>The mixture of fixed ratios at the greedy policy's tokens.</value>
    public required BlindMixture BlindMixture { get; init; }

    /// <value>The goals of the standard profile with their verdicts; a smaller profile is no attempt at them.</value>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <value>Wall time of each stage in the order they ran.</value>
    public required IReadOnlyDictionary<string, double> StageSeconds { get; init; }

    /// <value>Their sum.</value>
    public required double TotalSeconds { get; init; }

    /// <summary>Computes the figures from the evaluated responses.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="modes">The responses.</param>
    /// <param name="stageSeconds">Wall time of each stage, in order.</param>
    public static QuickstartSummary From(ulong seed, EvaluatedModes modes, IReadOnlyDictionary<string, double> stageSeconds)
    {
        var summary = new QuickstartSummary
        {
            Seed = seed,
            Problems = modes.Base.Problems.Count,
            Base = ModeSummary.OfBase(modes.Base),
            Fixed = modes.Fixed.ToDictionary(mode => mode.Control!.Name, mode => ModeSummary.Of(mode, modes.Base)),
            Policy = ModeSummary.Of(modes.Policy, modes.Base),
            PolicySampled = ModeSummary.Of(modes.PolicySampled, modes.Base),
            Naive = new Dictionary<string, ModeSummary> { [modes.Naive.Control!.Name] = ModeSummary.Of(modes.Naive, modes.Base) },
            ChoicesByDifficulty = DifficultyThird.Of(modes.Policy),
            BlindMixture = BlindMixture.Of(modes.Fixed, modes.Policy),
            StageSeconds = stageSeconds.ToDictionary(stage => stage.Key, stage => Rounded.Seconds(stage.Value)),
            TotalSeconds = Rounded.Seconds(stageSeconds.Values.Sum()),
        };
        return summary with { Goals = QuickstartGoals.Judge(summary) };
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options);

    /// <summary>Writes <c>summary.json</c>, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, writer => writer.WriteLine(ToJson()));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Not a summary.</exception>
    public static QuickstartSummary FromJson(string json) => JsonSerializer.Deserialize<QuickstartSummary>(json, ReportJson.Options) ?? throw new JsonException("null instead of a summary");
}
