using System.Text;
using ExtraCot.Evaluation;
using ExtraCot.Text;

namespace ExtraCot.Reporting;

/// <summary>What differs between two runs, in words.</summary>
public static class RunComparison
{
    /// <summary>Compares the modes that both have.</summary>
    /// <exception cref="InputException">They answered different problems, or have no mode in common.</exception>
    public static string Describe(EvaluatedRun first, EvaluatedRun second)
    {
        RequireSameProblems(first, second);
        var shared = first.Modes.Keys.Where(second.Modes.ContainsKey).ToList();
        if (shared.Count == 0) throw new InputException($"no mode in common: {first.Name} has {string.Join(", ", first.Modes.Keys)}; {second.Name} has {string.Join(", ", second.Modes.Keys)}");
        var (a, b) = first.Name == second.Name ? (first.Folder, second.Folder) : (first.Name, second.Name);
        var text = new StringBuilder($"{first.Problems.Name}, {first.Problems.Problems.Count} problems: {b} against {a}.\n");
        foreach (var mode in shared) text.Append(Sentence(mode, first.Modes[mode], second.Modes[mode], a, b)).Append('\n');
        var missing = first.Modes.Keys.Except(shared).Select(mode => $"{mode} (only {a})").Concat(second.Modes.Keys.Except(shared).Select(mode => $"{mode} (only {b})")).ToList();
        if (missing.Count > 0) text.Append($"Not compared: {string.Join(", ", missing)}.\n");
        text.Append("Significant: the 95 % interval of the paired bootstrap over problems leaves out zero, and for right answers McNemar's p is below 0.05 as well.");
        if (shared.Count > 1) text.Append($" Of {2 * shared.Count} such comparisons one in twenty comes out significant by chance alone.");
        return text.Append(" Another training run may differ by more than the intervals say.\n").ToString();
    }

    /// <summary>Throws where two runs did not answer the same problems.</summary>
    /// <exception cref="InputException">They did not.</exception>
    public static void RequireSameProblems(EvaluatedRun first, EvaluatedRun second)
    {
        if (first.Problems.Fingerprint != second.Problems.Fingerprint)
            throw new InputException($"{first.Folder} answers {first.Problems.Problems.Count} problems of {first.Problems.Name}, {second.Folder} {second.Problems.Problems.Count} of {second.Problems.Name}, and they are not the same; only runs on the same problems can be compared");
    }

    private static string Sentence(string mode, ModeResult first, ModeResult second, string a, string b)
    {
        var accuracy = AccuracyDifference.Between(second, first);
        var mcnemar = accuracy.PValue is { } p ? $", McNemar p {(p < 0.001 ? "" : "= ")}{ModeTables.Probability(p)}" : "";
        var right = accuracy.Value == 0
            ? $"both answer {Percent(first.Accuracy)} right (95 % interval of the difference {Points(accuracy.Interval.Low)} to {Points(accuracy.Interval.High)}{mcnemar})"
            : $"{b} answers {Percent(second.Accuracy)} right, {a} {Percent(first.Accuracy)}: {Points(accuracy.Value)} points (95 % interval {Points(accuracy.Interval.Low)} to {Points(accuracy.Interval.High)}{mcnemar}), {Verdict(accuracy.IsSignificant)}";
        return $"- {mode}: {right}; {Length(first, second, a, b)}.";
    }

    private static string Length(ModeResult first, ModeResult second, string a, string b)
    {
        if (first.ThinkTokens == 0 || second.ThinkTokens == first.ThinkTokens) return $"both think with {second.ThinkTokens:0.0} tokens";
        var ratio = second.ThinkTokens / first.ThinkTokens - 1;
        var interval = new PairedBootstrap(second.Lengths, first.Lengths).Ratio();
        return $"{b} thinks with {second.ThinkTokens:0.0} tokens, {a} with {first.ThinkTokens:0.0}: {Percent(Math.Abs(ratio))} {(ratio > 0 ? "more" : "fewer")} " +
            $"(95 % interval {100 * (interval.Low - 1):+0.0;−0.0;0.0} % to {100 * (interval.High - 1):+0.0;−0.0;0.0} %), {Verdict(interval.Low > 1 || interval.High < 1)}";
    }

    private static string Verdict(bool significant) => significant ? "significant" : "not significant";

    private static string Points(double share) => $"{100 * share:+0.0;−0.0;0.0}";

    private static string Percent(double share) => $"{100 * share:0.0} %";
}
