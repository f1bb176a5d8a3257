using ExtraCot.Options;

namespace ExtraCot.Chrpo;

/// <summary>Constants of <see cref="ModeReward"/>. Defaults: spec of stages 2 and 3, section 6.5; all at least 0 but the floor.</summary>
public sealed record ModeRewardOptions : IValidatable
{
    /// <value>m0: reward of a right answer at r*; default 0.20.</value>
    public double Base { get; init; } = .20;

    /// <value>β: gain of each step below r* when right; default 0.15.</value>
    public double BelowRight { get; init; } = .15;

    /// <value>κ: most that is gained below r*; default 0.30.</value>
    public double Cap { get; init; } = .30;

    /// <value>Loss of each step above r* when right; default 0.10.</value>
    public double AboveRight { get; init; } = .10;

    /// <value>Loss of being wrong at r* or below; default 0.10.</value>
    public double Hold { get; init; } = .10;

    /// <value>λ_under: further loss of each step below r* when wrong; default 0.30.</value>
    public double BelowWrong { get; init; } = .30;

    /// <value>Loss of each step above r* when wrong; default 0.05.</value>
    public double AboveWrong { get; init; } = .05;

    /// <value>The lowest value; default −0.70.</value>
    public double Floor { get; init; } = -.70;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        foreach (var (name, value) in new[] { ("base", Base), ("belowRight", BelowRight), ("cap", Cap), ("aboveRight", AboveRight), ("hold", Hold), ("belowWrong", BelowWrong), ("aboveWrong", AboveWrong) })
            if (value is not (>= 0 and <= 10)) yield return $"{name}: {value}, expected from 0 to 10";
        if (Floor is not (>= -10 and <= 0)) yield return $"floor: {Floor}, expected from -10 to 0";
    }
}
