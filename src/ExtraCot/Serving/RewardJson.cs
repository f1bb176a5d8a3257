using System.Text.Json;
using System.Text.Json.Serialization;
using ExtraCot.Chrpo;

namespace ExtraCot.Serving;

/// <summary>Answers of the reward service.</summary>
[JsonSerializable(typeof(OpenRlhfRewards))]
[JsonSerializable(typeof(RewardList))]
internal sealed partial class RewardJson : JsonSerializerContext
{
    /// <value>The context to use.</value>
    public static RewardJson Wire { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });
}

/// <summary>OpenRLHF's answer: <c>rewards</c> train, <c>scores</c> filter prompts, <c>extra_logs</c> are averaged and shown.</summary>
internal sealed record OpenRlhfRewards(IReadOnlyList<double> Rewards, IReadOnlyList<double> Scores, RewardLogs ExtraLogs);

/// <summary>Columns for OpenRLHF's log.</summary>
internal sealed record RewardLogs(IReadOnlyList<double> Accuracy, IReadOnlyList<double> Calibration, IReadOnlyList<double> Mode, IReadOnlyList<double> Integrity, IReadOnlyList<double> Control)
{
    public static RewardLogs Of(RewardTerms[] terms) => new([.. terms.Select(term => term.Accuracy)], [.. terms.Select(term => term.Calibration)],
        [.. terms.Select(term => term.Mode)], [.. terms.Select(term => term.Integrity)], [.. terms.Select(term => term.Control)]);
}

/// <summary>Rewards in the order of the items.</summary>
internal sealed record RewardList(IReadOnlyList<RewardRow> Rewards);

/// <summary>One reward, term by term; <c>score</c> is R_main, <c>control</c> R_ctrl.</summary>
internal sealed record RewardRow(double Score, double Accuracy, double Calibration, double Mode, double Integrity, double Control, string Violations)
{
    public static RewardRow Of(RewardTerms terms) => new(terms.Main, terms.Accuracy, terms.Calibration, terms.Mode, terms.Integrity, terms.Control, terms.Violations.ToString());
}
