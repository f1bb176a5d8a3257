namespace ExtraCot.Chrpo;

/// <summary>
/// R_mode: the choice against the teacher's budget, asymmetric (spec of stages 2 and 3, section 6.5). With s = steps of the grid
/// from r* to r_c:
/// <code>
/// right: s ≤ 0: m0 + min(β·|s|, κ)                        s &gt; 0: m0 − λ_over·s
/// wrong: s &lt; 0: max(floor, −hold − λ_under·|s|)   s = 0: −hold   s &gt; 0: −λ_over_err·s
/// </code>
/// A wrong answer below r* costs more than one above it (safe shortening); after a failure one step up beats staying (rapid
/// recovery); the gain from going below r* ends at κ (progress capping).
/// </summary>
public static class ModeReward
{
    /// <summary>R_mode of one rollout.</summary>
    /// <param name="right">Whether the answer is right.</param>
    /// <param name="chosen">Index of r_c in the ratio grid.</param>
    /// <param name="target">Index of r*; null where no ratio gave a right answer: a right one then counts as r* = 1.0, a wrong one as 0.</param>
    /// <param name="ratios">Size of the grid.</param>
    /// <param name="options">Constants.</param>
    public static double Of(bool right, int chosen, int? target, int ratios, ModeRewardOptions options)
    {
        if (target is null && !right) return 0;
        var steps = chosen - (target ?? ratios - 1);
        if (right) return steps <= 0 ? options.Base + Math.Min(options.BelowRight * -steps, options.Cap) : options.Base - options.AboveRight * steps;
        return steps switch
        {
            < 0 => Math.Max(options.Floor, -options.Hold + options.BelowWrong * steps),
            0 => -options.Hold,
            _ => -options.AboveWrong * steps,
        };
    }
}
