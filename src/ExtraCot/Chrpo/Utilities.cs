namespace ExtraCot.Chrpo;

/// <summary>
/// The value of each ratio for each prompt: U(x, r) = p(x, r) − λ·c(x, r), with
/// p(x, r) = (passes + a·p̄(r)) / (k + a) shrunk to the ratio's mean over prompts and c the cost in the base model's tokens.
/// </summary>
/// <remarks>Source: the project's CHRPO formulation, "pass rates, not a hard r*" and "a stated exchange rate".</remarks>
public static class Utilities
{
    /// <summary>Strength of the shrinkage: how many rollouts the ratio's mean counts for.</summary>
    public const double Shrinkage = 2;

    /// <summary>U for all prompts: [prompts][ratios].</summary>
    /// <param name="budgets">Teacher counts a prompt.</param>
    /// <param name="ratios">The ratio grid; a ratio's own value stands in for its cost where no rollout was right.</param>
    /// <param name="lambda">λ: accuracy one gives for all of the base model's tokens; 0.1 means one point for 10 % of the tokens.</param>
    public static double[][] Of(IReadOnlyList<TeacherBudget> budgets, IReadOnlyList<double> ratios, double lambda)
    {
        var mean = ratios.Select((_, r) => PassRate(budgets, r)).ToArray();
        return budgets.Select(budget => ratios.Select((ratio, r) =>
            (budget.Passes(r) + Shrinkage * mean[r]) / (budget.Trials(r) + Shrinkage) - lambda * (budget.Cost(r) ?? ratio)).ToArray()).ToArray();
    }

    /// <summary>p̄(r): share of right rollouts at a ratio over all prompts.</summary>
    public static double PassRate(IReadOnlyList<TeacherBudget> budgets, int ratio)
    {
        var trials = budgets.Sum(b => b.Trials(ratio));
        return trials > 0 ? budgets.Sum(b => b.Passes(ratio)) / trials : 0;
    }
}
