using System.Text.Json;
using ExtraCot.Evaluation;
using ExtraCot.Runs;
using ExtraCot.Text.Prompting;

namespace ExtraCot.Reporting;

/// <summary>The figures of an evaluation: what <c>metrics.json</c> holds and the report shows.</summary>
public sealed record EvaluationSummary
{
    /// <value>Name of the data set.</value>
    public required string Data { get; init; }

    /// <value>What the problems are, in 16 hexadecimal digits.</value>
    public required string Fingerprint { get; init; }

    /// <value>Number of problems.</value>
    public required int Problems { get; init; }

    /// <value>The mode the others are measured against; null where there is none.</value>
    public string? Base { get; init; }

    /// <value>The modes by name, in the order of the run.</value>
    public required IReadOnlyDictionary<string, ModeSummary> Modes { get; init; }

    /// <value>The curve through the fixed ratios; null where they are fewer than two.</value>
    public CurveSummary? Curve { get; init; }

    /// <value>The mixture of fixed ratios at the policy's tokens; null without policy or ratios.</value>
    public BlindMixture? BlindMixture { get; init; }

    /// <value>What the policy chose, easiest third first; empty without policy.</value>
    public required IReadOnlyList<DifficultyThird> ChoicesByDifficulty { get; init; }

    /// <value>What difficulty means here.</value>
    public string? Difficulty { get; init; }

    /// <value>By subject; empty where the set has none.</value>
    public required IReadOnlyList<SubjectSummary> Subjects { get; init; }

    /// <summary>Computes the figures of a run.</summary>
    public static EvaluationSummary Of(EvaluatedRun run)
    {
        var fixedRatios = run.FixedRatios;
        var policy = run.Modes.GetValueOrDefault(ControlToken.Policy.Name);
        var (difficulty, measure) = DifficultyOf(run);
        return new()
        {
            Data = run.Problems.Name,
            Fingerprint = run.Problems.Fingerprint,
            Problems = run.Problems.Problems.Count,
            Base = run.BaseName,
            Modes = run.Modes.ToDictionary(mode => mode.Key, mode => run.Base is { } basis && mode.Key != run.BaseName ? ModeSummary.Of(mode.Value, basis) : ModeSummary.OfBase(mode.Value)),
            Curve = CurveSummary.Of(run),
            BlindMixture = policy is not null && fixedRatios.Count >= 2 && fixedRatios.All(mode => mode.Samples == policy.Samples) ? BlindMixture.Of(fixedRatios, policy) : null,
            ChoicesByDifficulty = policy is null || measure is null ? [] : DifficultyThird.Of(policy, difficulty),
            Difficulty = policy is null ? null : measure,
            Subjects = SubjectSummary.Of(run),
        };
    }

    /// <summary>Writes <c>metrics.json</c>, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, writer => writer.WriteLine(JsonSerializer.Serialize(this, ReportJson.Options)));

    /// <summary>The set's own measure where it has one, else how long the base model thinks.</summary>
    internal static (IReadOnlyList<double>? Values, string? Measure) DifficultyOf(EvaluatedRun run) =>
        run.Problems.Problems.Select(problem => problem.Difficulty).Distinct().Count() > 1 ? (null, "the set's own measure of difficulty")
        : run.Base is { } basis ? (basis.Lengths, "the base model's think tokens")
        : (null, null);
}
