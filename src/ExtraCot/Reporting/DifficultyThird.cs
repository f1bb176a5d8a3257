using ExtraCot.Evaluation;

namespace ExtraCot.Reporting;

/// <summary>What the policy chose on one third of the problems.</summary>
/// <param name="Third">"easiest", "middle" or "hardest".</param>
/// <param name="Problems">Number of problems.</param>
/// <param name="MeanRatio">Mean chosen ratio; null when no response begins with a ratio token.</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="Counts">Responses by chosen ratio; with several samples a problem more than problems.</param>
public sealed record DifficultyThird(string Third, int Problems, double? MeanRatio, double Accuracy, IReadOnlyDictionary<string, int> Counts)
{
    private static readonly string[] Names = ["easiest", "middle", "hardest"];

    /// <summary>The three thirds of a mode, easiest first; parts without a problem are left out.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="difficulty">A measure of each problem; null takes the set's own.</param>
    public static IReadOnlyList<DifficultyThird> Of(ModeResult mode, IReadOnlyList<double>? difficulty = null) => [.. mode.Thirds(difficulty).Zip(Names).Where(part => part.First.Problems.Count > 0)
        .Select(part => new DifficultyThird(part.Second, part.First.Problems.Count, Rounded.ShareOrNull(part.First.MeanChoice), Rounded.Share(part.First.Accuracy), part.First.ChoiceCounts()))];
}
