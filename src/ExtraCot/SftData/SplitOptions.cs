using ExtraCot.Options;

namespace ExtraCot.SftData;

/// <summary>Shares of the groups of questions that go to each use; a group goes to one alone.</summary>
public sealed record SplitOptions : IValidatable
{
    /// <value>Fixed-ratio SFT. Default 0.5.</value>
    public double Sft { get; set; } = .5;

    /// <value>Policy warm-up. Default 0.3.</value>
    public double Policy { get; set; } = .3;

    /// <value>RL training. Default 0.15.</value>
    public double RlTrain { get; set; } = .15;

    /// <value>RL test. Default 0.02.</value>
    public double RlTest { get; set; } = .02;

    /// <value>SFT validation. Default 0.03.</value>
    public double Validation { get; set; } = .03;

    /// <value>Questions that share so many words in a row with a benchmark's are dropped; 0 keeps them. Default 13 (spec of stages 2 and 3, section 3.9).</value>
    public int OverlapWords { get; set; } = 13;

    /// <summary>The splits with their shares, in the order in which they divide the unit interval.</summary>
    internal IReadOnlyList<(SplitPart Part, double Share)> Shares =>
        [(SplitPart.Sft, Sft), (SplitPart.Policy, Policy), (SplitPart.RlTrain, RlTrain), (SplitPart.RlTest, RlTest), (SplitPart.Validation, Validation)];

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        var sum = Shares.Sum(share => share.Share);
        if (Shares.Any(share => !(share.Share >= 0)) || Math.Abs(sum - 1) > 1e-6) yield return $"sft, policy, rlTrain, rlTest, validation: shares sum to {sum}; expected shares of 0 or more that sum to 1";
        if (OverlapWords < 0) yield return $"overlapWords: {OverlapWords}; expected 0 or more";
    }
}
